/**
 * A clip's rows as the server would compute them, for statistics and validation.
 *
 * @module
 */
import { logSum } from "./log_sum.ts";
import type { FrameSpan } from "./speech_region.ts";
import {
  type FeatureVariant,
  SILENT_POWER,
  STEPS_PER_NAT,
} from "./training_clip.ts";

/**
 * Rows of a variant, ln(power + floor), without any augmentation.
 *
 * @param span Frames wanted; what lies outside the clip is silence.
 * @returns `[span.end - span.start, mels]`, owned.
 */
export function clipRows(
  variant: FeatureVariant,
  powerFloor: number,
  span: FrameSpan = { start: 0, end: variant.frames },
): Float32Array {
  const melCount = variant.levels.length / variant.frames;
  const floor = Math.log(powerFloor);
  const rows = new Float32Array((span.end - span.start) * melCount)
    .fill(logSum(Math.log(SILENT_POWER), floor));
  const first = Math.max(0, span.start);
  const end = Math.min(variant.frames, span.end);
  for (let i = first * melCount; i < end * melCount; i++) {
    const level = variant.levels[i]! / STEPS_PER_NAT;
    rows[i - span.start * melCount] = logSum(level, floor);
  }
  return rows;
}
