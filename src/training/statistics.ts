/**
 * The mean and deviation of every Mel band over the training clips, by which
 * all rows are normalised ever after; a model's card keeps them.
 *
 * @module
 */
import { FEATURES, type FeatureSpec } from "../audio/feature_spec.ts";
import type { BandStatistics } from "../model/standardise.ts";
import { clipRows } from "./clip_rows.ts";
import { type TrainingClip, variantOf } from "./training_clip.ts";

/** Frames of silence counted on either side of the speech: 0.2 s, as windows hold some. */
const AROUND_FRAMES = 20;

/** A band that never moves carries nothing, and must not be blown up by its rounding. */
const LEAST_DEVIATION = 0.01;

/**
 * Statistics over the speech of the clips, straight and at their own speed.
 * Songs count only where there is nothing else: speech is what is served.
 *
 * Give training clips only: these numbers are part of the model.
 *
 * @returns Of ln(power + floor); no deviation is 0.
 * @throws {RangeError} If there is no clip.
 */
export function bandStatistics(
  clips: readonly TrainingClip[],
  spec: Pick<FeatureSpec, "melCount" | "powerFloor"> = FEATURES,
): BandStatistics {
  const sum = new Float64Array(spec.melCount);
  const squares = new Float64Array(spec.melCount);
  let count = 0;
  const spoken = clips.filter(({ isSong }) => !isSong);
  for (const clip of spoken.length > 0 ? spoken : clips) {
    const rows = speechRows(clip, spec.powerFloor);
    for (let i = 0; i < rows.length; i++) {
      const band = i % spec.melCount;
      sum[band]! += rows[i]!;
      squares[band]! += rows[i]! ** 2;
    }
    count += rows.length / spec.melCount;
  }
  if (count === 0) {
    throw new RangeError(
      "Cannot compute statistics as they take at least one clip: current value is 0",
    );
  }
  const mean = Float32Array.from(sum, (total) => total / count);
  const deviation = Float32Array.from(squares, (total, band) => {
    const variance = total / count - (sum[band]! / count) ** 2;
    return Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
  });
  return { mean, deviation };
}

function speechRows(clip: TrainingClip, powerFloor: number): Float32Array {
  const variant = variantOf(clip, 1, false);
  const { start, end } = variant.region;
  return clipRows(variant, powerFloor, {
    start: Math.max(0, start - AROUND_FRAMES),
    end: Math.min(variant.frames, end + AROUND_FRAMES),
  });
}
