/**
 * Training clips made of arithmetic, for the tests of this folder.
 *
 * @module
 */
import { KNOBS, type Knobs } from "../../src/training/knobs.ts";
import {
  type FeatureVariant,
  STEPS_PER_NAT,
  type TrainingClip,
} from "../../src/training/training_clip.ts";

/** The features of most tests: 4 bands keep expected rows readable. */
export const SMALL = { melCount: 4, powerFloor: 1e-6 };

/** No treatment at all: crops come out as they lie in the clip. */
export const PLAIN: Knobs = {
  ...KNOBS,
  balance: 0,
  batchSize: 4,
  cropFrames: [10],
  cropMarginFrames: 0,
  speeds: [1],
  phoneShare: 0,
  warpShare: 0,
  tiltDb: 0,
  rippleDb: 0,
  gainDb: [0, 0],
  noiseShare: 0,
  mixup: 0,
};

/** A variant whose level in nats is `level(frame, band)`; all of it is speech. */
export function makeVariant(
  frames: number,
  level: (frame: number, band: number) => number,
  { speed = 1, phone = false, melCount = SMALL.melCount } = {},
): FeatureVariant {
  const levels = Int16Array.from(
    { length: frames * melCount },
    (_, i) => level(Math.floor(i / melCount), i % melCount) * STEPS_PER_NAT,
  );
  return { speed, phone, frames, levels, region: { start: 0, end: frames } };
}

/** Clips of 40 frames at a level that tells their number, in labels 0, 1, 0, 1... */
export function makeClips(count: number): TrainingClip[] {
  return Array.from({ length: count }, (_, i) => ({
    label: i % 2,
    speaker: String(i % 3),
    isSong: false,
    variants: KNOBS.speeds.flatMap((speed) =>
      [false, true].map((phone) =>
        makeVariant(40, () => -i / 4, { speed, phone })
      )
    ),
  }));
}
