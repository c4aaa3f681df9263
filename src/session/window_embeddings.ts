/**
 * The embeddings of one channel's last window, each computed once.
 *
 *     embeddings   0         10        16
 *     window 0     [---------)                 10 new
 *     window 1     [---------:-----)           10 known, 6 new
 *
 * They are contiguous under one index; a window that begins beyond them, after
 * a stretch that was not scored, drops them all and begins anew.
 */
export class WindowEmbeddings {
  readonly #size: number;
  readonly #values: Float32Array;
  #first = 0;
  #end = 0;

  /**
   * @param capacity The most embeddings in a window.
   * @param size Values in an embedding.
   */
  constructor(capacity: number, size: number) {
    this.#size = size;
    this.#values = new Float32Array(capacity * size);
  }

  /** One past the last known embedding, counted from the session's start. */
  get end(): number {
    return this.#end;
  }

  /** Forgets what lies before embedding `first`, where the next window begins. */
  startAt(first: number): void {
    if (first > this.#first && first < this.#end) {
      this.#values.copyWithin(
        0,
        (first - this.#first) * this.#size,
        (this.#end - this.#first) * this.#size,
      );
    }
    this.#end = Math.max(this.#end, first);
    this.#first = first;
  }

  /** Embeddings `[known, size]`, oldest first; a view that the next change may alter. */
  known(): Float32Array {
    return this.#values.subarray(0, (this.#end - this.#first) * this.#size);
  }

  /**
   * Appends the embeddings after the known ones.
   *
   * @param embeddings `[count, size]`.
   * @throws {RangeError} If there are not `count` of them.
   */
  append(embeddings: Float32Array, count: number): void {
    if (embeddings.length !== count * this.#size) {
      throw new RangeError(
        `Cannot append embeddings as there must be ${count} of ${this.#size} values: current value is ${embeddings.length} values`,
      );
    }
    this.#values.set(embeddings, (this.#end - this.#first) * this.#size);
    this.#end += count;
  }
}
