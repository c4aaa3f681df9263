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
  readonly #size: number;
  #values = new Float32Array();
  #first = 0;
  #end = 0;

  /**
   * @param capacity The most steps in a window.
   * @param size Values in a step.
   */
  constructor(capacity: number, size: number) {
    this.#capacity = capacity;
    this.#size = size;
  }

  /** One past the last known step, counted from the session's start. */
  get end(): number {
    return this.#end;
  }

  /** Forgets what lies before step `first`, where the next window begins. */
  startAt(first: number): void {
    if (first >= this.#end) this.#values = new Float32Array();
    else if (first > this.#first) {
      this.#values.copyWithin(
        0,
        (first - this.#first) * this.#size,
        (this.#end - this.#first) * this.#size,
      );
    }
    this.#end = Math.max(this.#end, first);
    this.#first = first;
  }

  /** Steps `[known, size]`, oldest first; a view that the next change may alter. */
  known(): Float32Array {
    return this.#values.subarray(0, (this.#end - this.#first) * this.#size);
  }

  /**
   * Appends the steps after the known ones.
   *
   * @param steps `[count, size]`.
   * @throws {RangeError} If there are not `count` of them.
   */
  append(steps: Float32Array, count: number): void {
    if (steps.length !== count * this.#size) {
      throw new RangeError(
        `Cannot append steps as there must be ${count} of ${this.#size} values: current value is ${steps.length} values`,
      );
    }
    if (this.#values.length === 0) {
      this.#values = new Float32Array(this.#capacity * this.#size);
    }
    this.#values.set(steps, (this.#end - this.#first) * this.#size);
    this.#end += count;
  }
}
