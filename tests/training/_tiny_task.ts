/** A training task that takes milliseconds: two classes that differ in level and slope. */
import { FEATURES } from "../../src/audio/feature_spec.ts";
import type { NetworkSpec } from "../../src/model/network_spec.ts";
import type { FitTask } from "../../src/training/fit.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { bandStatistics } from "../../src/training/statistics.ts";
import type { TrainingClip } from "../../src/training/training_clip.ts";
import { makeVariant } from "./_clips.ts";

export const TINY: NetworkSpec = {
  melCount: 8,
  convolutions: [
    { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 3 },
    { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 4 },
  ],
  lstmUnits: 4,
  statisticsBranch: true,
  labelCount: 2,
};

/** Clips of two classes: the level rises with the band in one, falls in the other. */
export function tinyClips(count: number): TrainingClip[] {
  return Array.from({ length: count }, (_, i) => {
    const slope = i % 2 ? 0.5 : -0.5;
    const wobble = (frame: number) => Math.sin(frame * (1 + i / 7));
    return {
      label: i % 2,
      speaker: String(i % 3),
      isSong: false,
      variants: KNOBS.speeds.flatMap((speed) =>
        [false, true].map((phone) =>
          makeVariant(
            40,
            (frame, band) => -6 + slope * (band - 4) + wobble(frame),
            { speed, phone, melCount: 8 },
          )
        )
      ),
    };
  });
}

/** A task of `epochs` epochs of four steps. */
export function tinyTask(epochs: number, seed = 3): FitTask {
  const clips = tinyClips(16);
  const features = { ...FEATURES, melCount: 8 };
  return {
    network: TINY,
    features,
    statistics: bandStatistics(clips, features),
    clips,
    knobs: {
      ...KNOBS,
      epochs,
      seed,
      learningRate: 0.01,
      matrixRate: 0.05,
      batchSize: 4,
      cropFrames: [30, 40],
    },
  };
}
