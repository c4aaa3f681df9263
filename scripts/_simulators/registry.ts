/**
 * The simulators, by platform: a line each.
 *
 * @module
 */
import { audiohook } from "./audiohook.ts";
import { asterisk } from "./asterisk.ts";
import { exotel } from "./exotel.ts";
import { freeswitch } from "./freeswitch.ts";
import { jambonz } from "./jambonz.ts";
import { livekit } from "./livekit.ts";
import { plivo } from "./plivo.ts";
import { signalwire } from "./signalwire.ts";
import type { Simulator } from "./simulator.ts";
import { telnyx } from "./telnyx.ts";
import { twilio } from "./twilio.ts";
import { vonage } from "./vonage.ts";

/** Every {@linkcode Simulator}. */
export const SIMULATORS: Readonly<Record<string, Simulator>> = {
  twilio,
  signalwire,
  telnyx,
  plivo,
  exotel,
  audiohook,
  vonage,
  asterisk,
  freeswitch,
  jambonz,
  livekit,
};
