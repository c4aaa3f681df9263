/** How fast something may be spent. */
export interface Rate {
  readonly perSecond: number;
  /** For how many seconds of it there may be spent at once, after nothing was for as long. */
  readonly burstSeconds: number;
}

/**
 * What may be spent in time: it fills at its rate, up to a burst. Who takes looks
 * first whether anything is left; what is taken may leave a debt, so that one large
 * piece passes, and is waited for after.
 */
export class RateBudget {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #left: number;
  #filledMs: number;

  /** @param now A clock in milliseconds that never goes back. */
  constructor({ perSecond, burstSeconds }: Rate, now: () => number) {
    this.#perSecond = perSecond;
    this.#burst = perSecond * burstSeconds;
    this.#now = now;
    this.#left = this.#burst;
    this.#filledMs = now();
  }

  /** Takes an amount, into debt if need be. */
  take(amount: number): void {
    this.#fill();
    this.#left -= amount;
  }

  /** Takes an amount, into debt if need be; if nothing is left, takes none and says no. */
  tryTake(amount: number): boolean {
    this.#fill();
    if (this.#left <= 0) return false;
    this.#left -= amount;
    return true;
  }

  /** How long until something is left; 0 if it is now. */
  get waitMs(): number {
    this.#fill();
    if (this.#left > 0) return 0;
    return Math.max(1, Math.ceil(-this.#left * 1_000 / this.#perSecond));
  }

  #fill(): void {
    const nowMs = this.#now();
    const filled = (nowMs - this.#filledMs) * this.#perSecond / 1_000;
    if (filled > 0) this.#left = Math.min(this.#burst, this.#left + filled);
    this.#filledMs = nowMs;
  }
}
