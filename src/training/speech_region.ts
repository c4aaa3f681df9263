/**
 * Finds where in a clip the speech lies, so that crops are taken around it.
 *
 * A corpus clip is one utterance between two silences; this looks at all of it
 * at once and is for training only. The stream has its own voice activity.
 *
 * @module
 */

/** A run of frames `[start, end)`. */
export interface FrameSpan {
  readonly start: number;
  readonly end: number;
}

/** 50 ms: one pitch period of a creaky voice must not split a word. */
const SMOOTH_FRAMES = 5;

/** The reference is the tenth-loudest frame: nine frames of a click are ignored. */
const REFERENCE_RANK = 10;

/** Speech is what comes within this of the loudest; unvoiced ends lie some 25 dB down. */
const RANGE_DB = 30;

/** Shorter runs are clicks and lip noise. */
const SHORTEST_RUN_FRAMES = 8;

/**
 * The frames from the first speech of a clip to the last.
 *
 * 1. Smooth the frame powers over 5 frames.
 * 2. Take frames above the tenth-largest, less 30 dB.
 * 3. Drop runs under 8 frames.
 * 4. Take all from the first of what is left to the last; of a clip without
 *    any, the whole.
 *
 * @param power Mean band power of each frame, `[frames]`.
 */
export function speechRegion(power: Float32Array): FrameSpan {
  const smooth = smoothed(power);
  const threshold = referencePower(smooth) * 10 ** (-RANGE_DB / 10);
  const runs = runsAbove(smooth, threshold)
    .filter(({ start, end }) => end - start >= SHORTEST_RUN_FRAMES);
  return {
    start: runs.at(0)?.start ?? 0,
    end: runs.at(-1)?.end ?? power.length,
  };
}

/** Centred moving mean; at the edges over the frames there are. */
function smoothed(power: Float32Array): Float32Array {
  const half = (SMOOTH_FRAMES - 1) / 2;
  return power.map((_, i) => {
    const near = power.subarray(Math.max(0, i - half), i + half + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}

function referencePower(power: Float32Array): number {
  return power.toSorted().at(-Math.min(REFERENCE_RANK, power.length)) ?? 0;
}

function runsAbove(power: Float32Array, threshold: number): FrameSpan[] {
  const runs: FrameSpan[] = [];
  let start = -1;
  for (let i = 0; i <= power.length; i++) {
    const above = i < power.length && power[i]! > threshold;
    if (above && start < 0) start = i;
    if (!above && start >= 0) {
      runs.push({ start, end: i });
      start = -1;
    }
  }
  return runs;
}
