/**
 * The steps of one channel's last window, each computed once.
 *
 *     steps        0         10        16
 *     window 0     [---------)                 10 new
 *     window 1     [---------:-----)           10 known, 6 new
 *
 * They are contiguous under one index; a window that begins beyond them, after
 * a stretch that was not scored, drops them all and begins anew. While there are
 * none they take no memory: a silent channel is a small one.
 */
export class WindowSteps {
  readonly #capacity: number;
  readonly #bytes: number;
  #values = new Uint8Array();
  #first = 0;
  #end = 0;

  /**
   * @param capacity The most steps in a window.
   * @param bytes Of a step.
   */
  constructor(capacity: number, bytes: number) {
    this.#capacity = capacity;
    this.#bytes = bytes;
  }

  /** One past the last known step, counted from the session's start. */
  get end(): number {
    return this.#end;
  }

  /** Forgets what lies before step `first`, where the next window begins. */
  startAt(first: number): void {
    if (first >= this.#end) this.#values = new Uint8Array();
    else if (first > this.#first) {
      this.#values.copyWithin(
        0,
        (first - this.#first) * this.#bytes,
        (this.#end - this.#first) * this.#bytes,
      );
    }
    this.#end = Math.max(this.#end, first);
    this.#first = first;
  }

  /** Steps `[known, bytes]`, oldest first; a view that the next change may alter. */
  known(): Uint8Array {
    return this.#values.subarray(0, (this.#end - this.#first) * this.#bytes);
  }

  /**
   * Appends the steps after the known ones.
   *
   * @param steps `[count, bytes]`.
   * @throws {RangeError} If there are not `count` of them.
   */
  append(steps: Uint8Array, count: number): void {
    if (steps.length !== count * this.#bytes) {
      throw new RangeError(
        `Cannot append steps as there must be ${count} of ${this.#bytes} bytes: current value is ${steps.length} bytes`,
      );
    }
    if (this.#values.length === 0) {
      this.#values = new Uint8Array(this.#capacity * this.#bytes);
    }
    this.#values.set(steps, (this.#end - this.#first) * this.#bytes);
    this.#end += count;
  }
}
