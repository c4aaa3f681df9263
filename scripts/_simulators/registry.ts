/**
 * The simulators, by platform: a line each.
 *
 * @module
 */
import type { Simulator } from "./simulator.ts";

/** Every {@linkcode Simulator}. */
export const SIMULATORS: Readonly<Record<string, Simulator>> = {};
