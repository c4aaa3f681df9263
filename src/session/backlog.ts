/**
 * Whether this process is behind with its answers, so that it takes no more calls
 * until it is not.
 *
 * @module
 */
import { BEHIND_MS, CAUGHT_UP_MS } from "./limits.ts";

/** What all sessions of one process know of its lag. */
export class Backlog {
  readonly #now: () => number;
  #behindAtMs = -Infinity;

  /** @param now A clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Hears how long a live window has waited for its answer. */
  note(waitMs: number): void {
    if (waitMs > BEHIND_MS) this.#behindAtMs = this.#now();
  }

  /** Whether a window has waited for too long of late. */
  get isBehind(): boolean {
    return this.#now() - this.#behindAtMs < CAUGHT_UP_MS;
  }
}
