/**
 * The simulators, by platform: a line each.
 *
 * @module
 */
import { audiohook } from "./audiohook.ts";
import { exotel } from "./exotel.ts";
import { plivo } from "./plivo.ts";
import { signalwire } from "./signalwire.ts";
import type { Simulator } from "./simulator.ts";
import { telnyx } from "./telnyx.ts";
import { twilio } from "./twilio.ts";

/** Every {@linkcode Simulator}. */
export const SIMULATORS: Readonly<Record<string, Simulator>> = {
  twilio,
  signalwire,
  telnyx,
  plivo,
  exotel,
  audiohook,
};
