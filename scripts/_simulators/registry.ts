/**
 * The simulators, by platform: a line each.
 *
 * @module
 */
import { ASTERISK } from "./asterisk.ts";
import { FREESWITCH } from "./freeswitch.ts";
import { JAMBONZ } from "./jambonz.ts";
import { LIVEKIT } from "./livekit.ts";
import type { Simulator } from "./simulator.ts";
import { VONAGE } from "./vonage.ts";

/** Every {@linkcode Simulator}. */
export const SIMULATORS: Readonly<Record<string, Simulator>> = {
  vonage: VONAGE,
  asterisk: ASTERISK,
  freeswitch: FREESWITCH,
  jambonz: JAMBONZ,
  livekit: LIVEKIT,
};
