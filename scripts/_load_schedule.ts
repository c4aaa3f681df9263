/**
 * Who calls when: a load as arithmetic, without clock and sockets.
 *
 *     settle      ramp                  settle       duration
 *     |-----------|---------------------|------------|-----------------|
 *     first seat  seats 1, 2, 3, ...    windows      measured          end
 *     alone       one after another     grow whole
 *
 * @module
 */

/** The shape of a load. */
export interface LoadShape {
  /** Sessions at a time. */
  readonly sessions: number;
  readonly rampMs: number;
  readonly settleMs: number;
  readonly durationMs: number;
  /** Whether all windows fall due together, which is the worst a server can meet. */
  readonly inStep: boolean;
  /** How long a session lasts on average before another takes its seat; without it, to the end. */
  readonly lifetimeMs?: number | undefined;
}

/**
 * Its multiples' fractional parts lie even in [0, 1) whatever the number of
 * them. Source: Knuth, TAOCP volume 3, section 6.4 (Fibonacci hashing).
 */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Nobody comes for less: there would be no window. */
const SHORTEST_CALL_MS = 1_500;

/** Every so many sessions that come and go hang up without a word. */
const RUDE_EVERY = 3;

/** The moments of a load, on the clock that its start was read from. */
export class LoadSchedule {
  readonly #shape: LoadShape;
  readonly #startMs: number;

  constructor(shape: LoadShape, startMs: number) {
    this.#shape = shape;
    this.#startMs = startMs;
  }

  /** Until when the first session is alone. */
  get aloneUntilMs(): number {
    return this.#startMs + this.#shape.settleMs;
  }

  /** From when on figures count. */
  get measuredFromMs(): number {
    return this.aloneUntilMs + this.#shape.rampMs + this.#shape.settleMs;
  }

  /** When all audio ends. */
  get endMs(): number {
    return this.measuredFromMs + this.#shape.durationMs;
  }

  /** When the first session of a seat dials. */
  dialMs(seat: number): number {
    if (seat === 0) return this.#startMs;
    const { sessions, rampMs } = this.#shape;
    return this.aloneUntilMs + rampMs * (seat - 1) / (sessions - 1);
  }

  /** When a session that dials at a moment says its last. @param call Its number among all sessions. */
  hangUpMs(call: number, dialMs: number): number {
    const { lifetimeMs } = this.#shape;
    if (lifetimeMs === undefined) return this.endMs;
    return Math.min(this.endMs, dialMs + lifetimeMs * (0.5 + share(call)));
  }

  /** Whether another session may take a seat that has become free. */
  takesSeat(atMs: number): boolean {
    return this.#shape.lifetimeMs !== undefined &&
      atMs < this.endMs - SHORTEST_CALL_MS;
  }

  /** Whether a session leaves without a word, as a lost connection does. */
  isRude(call: number): boolean {
    return this.#shape.lifetimeMs !== undefined &&
      call % RUDE_EVERY === RUDE_EVERY - 1;
  }

  /**
   * When a session that may speak from a moment on begins: at its own place in
   * the stride, so that the windows of all sessions fall due evenly over it, or
   * at everybody's.
   */
  speakMs(call: number, fromMs: number, strideMs: number): number {
    const place = this.#shape.inStep ? 0 : share(call) * strideMs;
    const strides = Math.ceil((fromMs - this.#startMs - place) / strideMs);
    return this.#startMs + place + Math.max(0, strides) * strideMs;
  }
}

/** A number in [0, 1) for each call, evenly spread among those of any run of calls. */
function share(call: number): number {
  return call * GOLDEN % 1;
}
