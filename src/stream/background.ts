/**
 * The background that speech stands out from: how loud each band is while only
 * the room is heard.
 *
 * @module
 */
import { SignalHeap, type SignalKernels } from "../audio/kernels/module.ts";
import { Recent } from "../audio/recent.ts";

/**
 * Share of a window that lies below its background. With 0.1 the dropouts of a
 * real line passed for the background of its noise; with 0.3 twice as much of
 * the speech in 10 dB of noise was taken for it (6 % of windows missed, not 3 %).
 */
const QUIET_SHARE = 0.15;

/** Measures backgrounds of so many spectra at most, in memory of its own. */
export class Background {
  /** Where the spectra go, `[maxCount, stride]`, log power. */
  readonly spectra: Float32Array;
  /** Values from one spectrum to the next: the width, up to a multiple of four. */
  readonly stride: number;
  readonly #kernels: SignalKernels;
  readonly #smallest: Float32Array;
  readonly #levels: Float32Array;

  constructor(width: number, maxCount: number) {
    this.stride = 4 * Math.ceil(width / 4);
    const keptValues = 4 * smallestOf(maxCount);
    const heap = new SignalHeap(
      4 * (this.stride * (maxCount + 1) + keptValues),
    );
    this.#kernels = heap.kernels;
    this.spectra = heap.float32(this.stride * maxCount);
    this.#smallest = heap.float32(keptValues);
    this.#levels = heap.float32(this.stride).subarray(0, width);
  }

  /**
   * The level of each band that `QUIET_SHARE` of the first spectra stay below.
   *
   * @returns `[width]`, lent until the next call.
   */
  measure(count: number): Float32Array {
    this.#kernels.background(
      this.spectra.byteOffset,
      count,
      this.stride,
      this.#smallest.byteOffset,
      smallestOf(count),
      this.#levels.byteOffset,
    );
    return this.#levels;
  }
}

/** How many of so many levels are quiet, and the first that is not. */
function smallestOf(count: number): number {
  return Math.floor(count * QUIET_SHARE) + 1;
}

/** The one that was used last: all channels of a model have one size. */
const kept = new Recent<Background>(1);

/** A background that channels of one size share, since it keeps nothing. */
export function backgroundFor(width: number, maxCount: number): Background {
  return kept.get(
    `${width} ${maxCount}`,
    () => new Background(width, maxCount),
  );
}
