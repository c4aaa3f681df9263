/**
 * How long an upload may take: who sends byte by byte must not keep a place for ever.
 *
 * @module
 */
import { type After, after } from "../session/after.ts";

/** Nobody's network says nothing for longer and goes on. */
export const UPLOAD_GRACE_MS = 10_000;
/** The least that must come on average once the grace is over: a recording no faster than it is heard, 16 kHz PCM. */
export const MIN_UPLOAD_BYTES_PER_S = 32_000;
/** The longest that any upload may take: the largest file on a line of 2 Mbit/s. */
export const MAX_UPLOAD_MS = 300_000;

/** A clock, and something that is done by it. */
export interface UploadClock {
  readonly now: () => number;
  readonly after: After;
}

const CLOCK: UploadClock = {
  now: () => performance.now(),
  after,
};

/**
 * Watches one upload.
 *
 *     must have come
 *          |                .·´
 *          |            .·´  32,000 bytes a second
 *        0 |________.·´______________| over
 *          0       10 s            300 s
 *
 * One timer does: when it goes off, the bytes that have come by then say when the
 * next one is due.
 */
export class UploadPatience {
  readonly #clock: UploadClock;
  readonly #onOver: () => void;
  readonly #startedMs: number;
  #bytes = 0;
  #cancel = () => {};
  #isOver = false;

  /** @param onOver Called once, when the upload has been too slow. */
  constructor(onOver: () => void, clock: UploadClock = CLOCK) {
    this.#clock = clock;
    this.#onOver = onOver;
    this.#startedMs = clock.now();
    this.#wait();
  }

  /** Whether it is over. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Hears of bytes that have come. */
  received(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Waits no longer: all has come, or nobody reads on. */
  end(): void {
    this.#cancel();
  }

  #wait(): void {
    const leftMs = this.#dueMs() - (this.#clock.now() - this.#startedMs);
    if (leftMs > 0) {
      this.#cancel = this.#clock.after(leftMs, () => this.#wait());
      return;
    }
    this.#isOver = true;
    this.#onOver();
  }

  /** When more must have come than has, from the start. */
  #dueMs(): number {
    const keptUpMs = 1000 * this.#bytes / MIN_UPLOAD_BYTES_PER_S;
    return Math.min(UPLOAD_GRACE_MS + keptUpMs, MAX_UPLOAD_MS);
  }
}
