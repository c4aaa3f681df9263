/**
 * How soon a server turns to somebody new, while it serves others.
 *
 * @module
 */
import { httpOrigin } from "./_server_url.ts";
import type { Paced } from "./_turns.ts";

/** Hears of a good answer: when it was asked for, and when it came. */
export type OnHealth = (askedMs: number, answeredMs: number) => void;

/** Often enough to meet a stall of 100 ms; a request costs a fraction of a millisecond. */
const EVERY_MS = 100;

/**
 * Asks `GET /healthz` again and again and notes how long the answer takes.
 *
 * A server answers when its event loop comes around: the time is at least the
 * loop's delay, and beside it the way there and back and this process's own
 * delay. So it is an upper bound, and no answer is waited for before the next
 * request: a stall is met by all that fall into it.
 */
export class HealthProbe implements Paced {
  readonly #url: string;
  readonly #now: () => number;
  readonly #onAnswer: OnHealth;
  #dueMs: number;

  /** @param fromMs When it begins. */
  constructor(
    streamUrl: string,
    fromMs: number,
    { now, onAnswer }: { now: () => number; onAnswer: OnHealth },
  ) {
    this.#url = `${httpOrigin(streamUrl)}/healthz`;
    this.#dueMs = fromMs;
    this.#now = now;
    this.#onAnswer = onAnswer;
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  turn(nowMs: number): void {
    while (this.#dueMs <= nowMs) this.#dueMs += EVERY_MS;
    this.#ask().catch(() => {}); // a server that is gone has lost its callers, who tell
  }

  async #ask(): Promise<void> {
    const askedMs = this.#now();
    const response = await fetch(this.#url);
    const answeredMs = this.#now();
    await response.text(); // or the connection could not be used again
    if (response.ok) this.#onAnswer(askedMs, answeredMs);
  }
}
