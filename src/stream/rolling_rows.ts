/**
 * The last rows of a stream, mel rows or embeddings, under indices that count
 * from the session's start and never shift.
 *
 * @module
 */

/**
 * The last `capacity` rows of one channel.
 *
 * Every row is written twice, `capacity` rows apart, so that any run of recent
 * rows is contiguous and a window is a view, never a stitched copy:
 *
 *     slot     0    1    2  |  3    4    5        capacity = 3
 *     row      3    4    2  |  3    4    2        after row 4
 *                       [---------------]         view(2, 5) = rows 2, 3, 4
 *
 * Cost: one more copy of each row, twice the memory of a plain ring.
 */
export class RollingRows {
  readonly #capacity: number;
  readonly #width: number;
  readonly #values: Float32Array;
  #count = 0;

  /**
   * @param capacity Rows kept.
   * @param width Values in a row.
   * @throws {RangeError} If either is not a positive integer.
   */
  constructor(capacity: number, width: number) {
    for (const [name, value] of Object.entries({ capacity, width })) {
      if (Number.isInteger(value) && value > 0) continue;
      throw new RangeError(
        `Cannot create RollingRows as ${name} must be a positive integer: current value is ${value}`,
      );
    }
    this.#capacity = capacity;
    this.#width = width;
    this.#values = new Float32Array(2 * capacity * width);
  }

  /** Rows appended since the session's start, forgotten ones included. */
  get count(): number {
    return this.#count;
  }

  /** Index of the oldest row still kept; equals `count` while there is none. */
  get first(): number {
    return Math.max(0, this.#count - this.#capacity);
  }

  /**
   * Appends one row, which is copied.
   *
   * @param row `[width]`.
   * @throws {RangeError} If the row has another width.
   */
  append(row: Float32Array): void {
    if (row.length !== this.#width) {
      throw new RangeError(
        `Cannot append a row as its width must be ${this.#width}: current value is ${row.length}`,
      );
    }
    const slot = this.#count % this.#capacity;
    this.#values.set(row, slot * this.#width);
    this.#values.set(row, (slot + this.#capacity) * this.#width);
    this.#count++;
  }

  /**
   * Rows `[first, end)`, oldest first.
   *
   * @returns `[end - first, width]`, a view that the next {@linkcode append} may change.
   * @throws {RangeError} If a row of them is forgotten or has not come yet.
   */
  view(first: number, end: number): Float32Array {
    if (!(first >= this.first && first <= end && end <= this.#count)) {
      throw new RangeError(
        `Cannot view rows ${first} to ${end} as they must lie between the first kept, ${this.first}, and the count: current value is ${this.#count}`,
      );
    }
    const slot = first % this.#capacity;
    return this.#values.subarray(
      slot * this.#width,
      (slot + end - first) * this.#width,
    );
  }
}
