/**
 * Chooses where a crop of a clip begins.
 *
 * @module
 */
import type { Random } from "./random.ts";
import type { FrameSpan } from "./speech_region.ts";

/**
 * Draws the first frame of a crop around the speech `[a, b)` of a clip.
 *
 *     speech shorter than the crop: anywhere in it     longer: all speech but the margin
 *
 *           a=======b                                a==================b
 *     |---------------|  b - frames - margin     |--------|       a - margin
 *            |---------------|  a + margin                     |--------|  b - frames + margin
 *
 * So a crop holds silence before or after the speech as a stream's window
 * does, and may lose up to `margin` frames of it at either side. It may reach
 * outside the clip: what is there is silence.
 */
export function cropStart(
  speech: FrameSpan,
  frames: number,
  margin: number,
  random: Random,
): number {
  const edges = [speech.start, speech.end - frames];
  const first = Math.min(...edges) - margin;
  const last = Math.max(...edges) + margin;
  return random.integer(first, last + 1);
}
