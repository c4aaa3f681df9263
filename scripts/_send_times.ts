/**
 * When each chunk of a call was sent.
 *
 * @module
 */

/**
 * Remembers when chunks were sent, from the latest that was asked for on: what
 * is held is no longer than what is unanswered, however long the call is.
 */
export class SendTimes {
  #times: number[] = [];
  /** Number of the chunk that `#times` begins with. */
  #first = 0;

  /** Chunks sent so far. */
  get count(): number {
    return this.#first + this.#times.length;
  }

  /** Notes when the next chunk was sent. */
  push(sentMs: number): void {
    this.#times.push(sentMs);
  }

  /**
   * When the chunk was sent that ends at or after a position, and no chunk
   * before it does; chunks before it are forgotten.
   *
   *     chunk         0         1         2
   *     position (ms) (0 .. 20] (20 .. 40] (40 .. 60]
   *
   * @param positionMs From the call's start; must not fall from call to call.
   * @param chunkMs Audio in a chunk.
   * @throws {RangeError} If that chunk is not sent yet, or forgotten.
   */
  when(positionMs: number, chunkMs: number): number {
    const chunk = Math.max(0, Math.ceil(positionMs / chunkMs - TOLERANCE) - 1);
    const sentMs = this.#times[chunk - this.#first];
    if (sentMs === undefined) {
      throw new RangeError(
        `Cannot tell when ${positionMs} ms of the call were sent as ${
          this.#first * chunkMs
        } to ${this.count * chunkMs} ms are remembered`,
      );
    }
    this.#times.splice(0, chunk - this.#first);
    this.#first = chunk;
    return sentMs;
  }
}

/** A position at a chunk's end is this chunk's, though division may say a trifle more. */
const TOLERANCE = 1e-6;
