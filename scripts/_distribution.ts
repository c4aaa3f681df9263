/**
 * How long something took, over any number of times.
 *
 * @module
 */

/** Times up to this are told apart; what took longer is known by the longest only. */
const TOLD_APART_MS = 10_000;
/** How finely: far below what a timer or a socket can tell. */
const STEPS_PER_MS = 10;

/** What is told of a distribution, in milliseconds. */
export interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Counts times by tenths of a millisecond, in memory that does not grow.
 *
 *     step     0          1          2
 *     ms       (..0.1]    (0.1..0.2] (0.2..0.3]
 */
export class Distribution {
  readonly #counts = new Uint32Array(TOLD_APART_MS * STEPS_PER_MS);
  #count = 0;
  #maxMs = 0;

  /** Times counted. */
  get count(): number {
    return this.#count;
  }

  /** Counts a time; one below 0 counts as 0. */
  add(ms: number): void {
    const step = Math.max(0, Math.ceil(ms * STEPS_PER_MS) - 1);
    this.#counts[Math.min(step, this.#counts.length - 1)]!++;
    this.#maxMs = Math.max(this.#maxMs, ms);
    this.#count++;
  }

  /**
   * The least time that this share of all times do not exceed (nearest rank),
   * at most a tenth of a millisecond too high.
   *
   * @param share From 0 to 1.
   * @throws {RangeError} If nothing was counted.
   */
  percentileMs(share: number): number {
    if (this.#count === 0) {
      throw new RangeError(
        "Cannot tell a percentile as there must be times: current count is 0",
      );
    }
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let step = 0;
    for (let seen = this.#counts[0]!; seen < rank; step++) {
      seen += this.#counts[step + 1]!;
    }
    if (step === this.#counts.length - 1) return this.#maxMs;
    return Math.min(this.#maxMs, (step + 1) / STEPS_PER_MS);
  }

  /** What is told of it, or nothing if nothing was counted. */
  figures(): Figures | null {
    if (this.#count === 0) return null;
    return {
      p50: tenths(this.percentileMs(0.5)),
      p95: tenths(this.percentileMs(0.95)),
      p99: tenths(this.percentileMs(0.99)),
      max: tenths(this.#maxMs),
    };
  }
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
