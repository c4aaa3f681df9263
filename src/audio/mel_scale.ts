/**
 * Frequency on the Mel scale.
 *
 * Source: O'Shaughnessy 1987, as in HTK: 2595 log10(1 + f/700), so that
 * 1000 Hz is 999.99 mel.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { hzToMel, melToHz } from "./mel_scale.ts";
 *
 * assertAlmostEquals(hzToMel(1000), 999.986, 1e-3);
 * assertAlmostEquals(melToHz(hzToMel(440)), 440, 1e-9);
 * ```
 *
 * @param hz Frequency, >= 0.
 */
export function hzToMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

/** The inverse of {@linkcode hzToMel}. */
export function melToHz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
