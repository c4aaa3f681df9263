/**
 * The rows of a stream that something still needs, under indices that count
 * from the session's start and never shift.
 *
 * @module
 */

/**
 * Rows of a chunk: few enough that half a chunk forgotten is little memory,
 * enough that a window is a handful of parts.
 */
const CHUNK_ROWS = 16;

/** Chunks kept for the next stream that needs one, about 1 MB: most live for less than a second. */
const SPARE_CHUNKS = 256;

/** Forgotten chunks of any stream, all of one length. */
const spares: Float32Array[] = [];

/**
 * Rows of one channel, from the first that is not forgotten on.
 *
 *     chunk     |  0 .. 15 | 16 .. 31 | 32 .. 47 |
 *     forgetBefore(20)     [----------|---   )      chunk 0 goes to the next stream
 *     parts(20, 40)            [------|-----)       two views
 *
 * So a channel takes the memory of what it still needs and no more, and no row
 * is copied twice.
 */
export class RowQueue {
  readonly #width: number;
  readonly #begin: number;
  readonly #chunks: Float32Array[] = [];
  /** Chunks forgotten before the first that is kept. */
  #forgotten: number;
  #count: number;

  /**
   * @param width Values in a row.
   * @param begin Index of the first row that will be appended.
   * @throws {RangeError} If the width is not a positive integer.
   */
  constructor(width: number, begin = 0) {
    if (!(Number.isInteger(width) && width > 0)) {
      throw new RangeError(
        `Cannot create a RowQueue as width must be a positive integer: current value is ${width}`,
      );
    }
    this.#width = width;
    this.#begin = begin;
    this.#forgotten = Math.floor(begin / CHUNK_ROWS);
    this.#count = begin;
  }

  /** Rows since the session's start, forgotten ones included. */
  get count(): number {
    return this.#count;
  }

  /** Index of the oldest row still kept; equals `count` while there is none. */
  get first(): number {
    const kept = Math.max(this.#begin, this.#forgotten * CHUNK_ROWS);
    return Math.min(this.#count, kept);
  }

  /**
   * Appends rows, which are copied.
   *
   * @param rows `[n, width]`.
   * @throws {RangeError} If they are not whole rows.
   */
  append(rows: Float32Array): void {
    const width = this.#width;
    if (rows.length % width !== 0) {
      throw new RangeError(
        `Cannot append rows as each must have ${width} values: current value is ${rows.length} values`,
      );
    }
    for (let at = 0; at < rows.length;) {
      const place = this.#count % CHUNK_ROWS;
      const part = rows.subarray(at, at + (CHUNK_ROWS - place) * width);
      this.#lastChunk().set(part, place * width);
      this.#count += part.length / width;
      at += part.length;
    }
  }

  /** The chunk that the next row goes to. */
  #lastChunk(): Float32Array {
    const at = this.#count - this.#forgotten * CHUNK_ROWS;
    if (at >= this.#chunks.length * CHUNK_ROWS) {
      this.#chunks.push(takeChunk(CHUNK_ROWS * this.#width));
    }
    return this.#chunks.at(-1)!;
  }

  /** Lets go of the rows before `row`, as far as they fill chunks. */
  forgetBefore(row: number): void {
    while ((this.#forgotten + 1) * CHUNK_ROWS <= Math.min(row, this.#count)) {
      giveChunk(this.#chunks.shift()!);
      this.#forgotten++;
    }
  }

  /**
   * Rows `[first, end)`, oldest first.
   *
   * @returns Views `[n, width]` that lie one after the other; lent until the
   * rows are forgotten.
   * @throws {RangeError} If a row of them is forgotten or has not come yet.
   */
  parts(first: number, end: number): Float32Array[] {
    if (!(first >= this.first && first <= end && end <= this.#count)) {
      throw new RangeError(
        `Cannot view rows ${first} to ${end} as they must lie between the first kept, ${this.first}, and the count: current value is ${this.#count}`,
      );
    }
    const parts: Float32Array[] = [];
    for (let row = first; row < end;) {
      const chunk = Math.floor(row / CHUNK_ROWS);
      const stop = Math.min(end, (chunk + 1) * CHUNK_ROWS);
      parts.push(
        this.#chunks[chunk - this.#forgotten]!.subarray(
          (row - chunk * CHUNK_ROWS) * this.#width,
          (stop - chunk * CHUNK_ROWS) * this.#width,
        ),
      );
      row = stop;
    }
    return parts;
  }
}

function takeChunk(length: number): Float32Array {
  const spare = spares.pop();
  return spare?.length === length ? spare : new Float32Array(length);
}

function giveChunk(chunk: Float32Array): void {
  if (spares.length < SPARE_CHUNKS) spares.push(chunk);
}
