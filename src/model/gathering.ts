/**
 * When a batch waits for more windows: eight together keep weights and code in
 * the caches, where eight alone find them full of other things, and 200 calls take
 * 17 % less of a core for it (one core, `light`, November 2026).
 *
 * @module
 */

/** With twice as many a window gets no cheaper that could be measured, and later. */
const FULL_BATCH = 8;

/** The longest that a window waits for others: a tenth of what an answer may take. */
const MAX_HOLD_MS = 24;

/** Windows that must have come within {@linkcode MAX_HOLD_MS} for more to be waited for: half a batch. */
const MIN_PACE = 4;

/** The time, and what is done later: by the runtime's timers, or by a test. */
export interface BatchClock {
  /** Milliseconds; never goes back. */
  now(): number;
  /** @returns What cancels it. */
  after(ms: number, act: () => void): () => void;
}

/** The runtime's. */
export const SYSTEM_CLOCK: BatchClock = Object.freeze({
  now: () => performance.now(),
  after(ms: number, act: () => void) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

/**
 * Tells how long a batch waits for others: not at all as long as few windows
 * come, so that an idle server answers a lone one at once.
 */
export class Gathering {
  readonly #full: number;
  /** When the latest windows were asked for, oldest first. */
  #askedMs: number[] = [];

  /** @param maxBatch The most windows that a batch may have. */
  constructor(maxBatch: number) {
    this.#full = Math.min(FULL_BATCH, maxBatch);
  }

  /** A window was asked for. */
  note(askedMs: number): void {
    this.#askedMs.push(askedMs);
    if (this.#askedMs.length > MIN_PACE) this.#askedMs.shift();
  }

  /**
   * How long a batch is still to wait; 0 or less: it is time.
   *
   * @param count Windows that wait.
   * @param firstMs When the first of them was asked for.
   */
  holdMs(count: number, firstMs: number, nowMs: number): number {
    const areMany = this.#askedMs.length === MIN_PACE &&
      nowMs - this.#askedMs[0]! <= MAX_HOLD_MS;
    if (count >= this.#full || !areMany) return 0;
    return firstMs + MAX_HOLD_MS - nowMs;
  }

  /** Nobody came while a batch waited: those before did not come on their own, so none waits until as many came again. */
  disappoint(): void {
    this.#askedMs = [];
  }
}
