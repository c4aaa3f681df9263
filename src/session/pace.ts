/**
 * How fast the audio of one session is heard: a file is answered at once up to a
 * length, and what is longer only a little faster than it was spoken, so that live
 * calls never wait for somebody's archive.
 *
 * @module
 */
import { BURST_MS, PACE, RECOVERED_MS } from "./limits.ts";

/**
 * A budget of audio.
 *
 *     credit  60 s ____                    ____/   5 s: continue
 *              0 s     \_______/\/\/\/\/\_/        below: held
 *                    a burst   1.5 x     nothing waits
 */
export class Pace {
  readonly #now: () => number;
  #creditMs = BURST_MS;
  #atMs: number;

  /** @param now A clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
    this.#atMs = now();
  }

  /** Whether more may be heard now. */
  get isOpen(): boolean {
    return this.#credit() > 0;
  }

  /** Whether enough may be heard that it is worth sending more. */
  get hasRecovered(): boolean {
    return this.#credit() >= RECOVERED_MS;
  }

  /** Counts audio that is heard; the last of it may go beyond the budget. */
  spend(audioMs: number): void {
    this.#creditMs = this.#credit() - audioMs;
  }

  #credit(): number {
    const nowMs = this.#now();
    const earnedMs = (nowMs - this.#atMs) * PACE;
    this.#atMs = nowMs;
    this.#creditMs = Math.min(BURST_MS, this.#creditMs + earnedMs);
    return this.#creditMs;
  }
}
