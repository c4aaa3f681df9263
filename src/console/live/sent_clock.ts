/**
 * When which moment of the audio was sent: how latency is measured.
 *
 * @module
 */

/** Moments that are remembered: a minute of tenths of a second, the longest a connection may be lost. */
const MAX_MOMENTS = 600;

/** The moments that were sent and are not answered yet. */
export class SentClock {
  #moments: { readonly audioMs: number; readonly atMs: number }[] = [];

  /** Notes that the audio up to a place was sent. */
  sent(audioMs: number, atMs: number): void {
    this.#moments.push({ audioMs, atMs });
    if (this.#moments.length > MAX_MOMENTS) this.#moments.shift();
  }

  /**
   * How long the answer about the audio up to a place took.
   *
   * @returns Milliseconds; undefined if nobody remembers that place.
   */
  answered(audioMs: number, atMs: number): number | undefined {
    const found = this.#moments.findIndex((m) => m.audioMs >= audioMs);
    if (found === -1) return undefined;
    this.#moments = this.#moments.slice(found);
    return atMs - this.#moments[0]!.atMs;
  }
}
