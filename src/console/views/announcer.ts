/**
 * What is said to those who cannot see the page: changes of a label, not every
 * prediction.
 *
 * @module
 */

/** Between two announcements: long enough to be spoken, and to speak oneself. */
export const QUIET_MS = 5_000;

/** What an announcer needs. */
export interface AnnouncerParts {
  readonly say: (text: string) => void;
  readonly now: () => number;
  /** Acts once, later; what it gives calls that off. */
  readonly setTimer: (act: () => void, ms: number) => () => void;
}

/** Says the latest news, at most every five seconds, and nothing twice in a row. */
export class Announcer {
  readonly #parts: AnnouncerParts;
  #saidMs = -Infinity;
  #said = "";
  #waiting: string | undefined;
  #cancel = () => {};

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
  }

  /** Takes news; those that nobody has heard yet are replaced. */
  tell(text: string): void {
    const isTimed = this.#waiting !== undefined;
    this.#waiting = text;
    if (isTimed) return;
    const waitMs = this.#saidMs + QUIET_MS - this.#parts.now();
    if (waitMs <= 0) return this.#speak();
    this.#cancel = this.#parts.setTimer(() => this.#speak(), waitMs);
  }

  /** Falls silent. */
  stop(): void {
    this.#cancel();
    this.#waiting = undefined;
  }

  #speak(): void {
    const text = this.#waiting!;
    this.#waiting = undefined;
    if (text === this.#said) return;
    this.#said = text;
    this.#saidMs = this.#parts.now();
    this.#parts.say(text);
  }
}
