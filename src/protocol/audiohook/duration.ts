/**
 * ISO 8601 durations as AudioHook writes them: seconds alone, "PT1.5S".
 *
 * @module
 */

/** What a duration looks like; AudioHook has no minutes. */
export const DURATION = /^PT((?:\d{0,9}\.)?\d{1,30})S$/;

/** The longest time there is: Genesys ends a call long before. */
export const MAX_SECONDS = 1e9;

/**
 * Seconds of a duration.
 *
 * @example Usage
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { parseDuration } from "./duration.ts";
 *
 * deepStrictEqual(parseDuration("PT1.5S"), 1.5);
 * deepStrictEqual(parseDuration("PT1M"), undefined);
 * ```
 *
 * @returns Nothing if it is none, or longer than {@linkcode MAX_SECONDS}.
 */
export function parseDuration(text: string): number | undefined {
  const [, seconds] = DURATION.exec(text) ?? [];
  const value = Number(seconds ?? NaN);
  return value <= MAX_SECONDS ? value : undefined;
}

/**
 * Samples in so many seconds, to the nearest. A double tells samples apart in
 * 10^9 s at 48 kHz, so who counts in samples and writes durations loses none.
 */
export function secondsToSamples(seconds: number, rateHz: number): number {
  return Math.round(seconds * rateHz);
}

/** So many milliseconds as a duration, to the nanosecond: samples of 16 kHz are 62,500 ns apart. */
export function formatDuration(ms: number): string {
  const ns = BigInt(Math.round(ms * 1e6));
  const whole = ns / NS_PER_SECOND;
  const part = String(ns % NS_PER_SECOND).padStart(9, "0").replace(/0+$/, "");
  return part === "" ? `PT${whole}S` : `PT${whole}.${part}S`;
}

const NS_PER_SECOND = 1_000_000_000n;
