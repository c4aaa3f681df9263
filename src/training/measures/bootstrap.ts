/**
 * How far a measure would stray with other speakers.
 *
 * @module
 */
import { Random } from "../random.ts";
import { rounded } from "../scores.ts";

/** 95 % of bootstrap samples lie within, ends included. */
export type Interval = readonly [low: number, high: number];

/** So many samples leave the interval's ends uncertain by half a point of UAR. */
const SAMPLE_COUNT = 1_000;

/**
 * The interval within which a measure lies in 95 % of samples of speakers,
 * drawn with replacement: clips of one voice are no independent evidence.
 *
 * @param speakers What the measure needs of each speaker.
 */
export function bootstrapInterval<T>(
  speakers: readonly T[],
  measure: (drawn: readonly T[]) => number,
): Interval {
  const random = new Random(0, "bootstrap");
  const values = Float64Array.from(
    { length: SAMPLE_COUNT },
    () => measure(speakers.map(() => random.pick(speakers))),
  ).sort();
  const at = (share: number) =>
    rounded(values[Math.round(share * (SAMPLE_COUNT - 1))]!);
  return [at(0.025), at(0.975)];
}
