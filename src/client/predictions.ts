/**
 * Predictions on their way to whoever iterates over them: each once, in order.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";

/**
 * Predictions that are kept for a program that does not ask: those of four hours
 * of one channel, about 10 MB. Then the oldest goes.
 */
const MAX_KEPT = 30_000;

/** A queue of predictions with an end. */
export class Predictions implements AsyncIterableIterator<Prediction> {
  readonly #maxKept: number;
  #kept: Prediction[] = [];
  /** Place of the next one in `#kept`. */
  #next = 0;
  readonly #asking: PromiseWithResolvers<IteratorResult<Prediction>>[] = [];
  #end: { readonly fault?: unknown } | undefined;
  /** The latest window of each channel; what is no newer has been given already. */
  readonly #latest: number[] = [];

  constructor(maxKept = MAX_KEPT) {
    this.#maxKept = maxKept;
  }

  /** Whether a prediction is of a window that was not heard of before; notes it. */
  isNew({ channel, index }: Prediction): boolean {
    if (index <= (this.#latest[channel] ?? -1)) return false;
    this.#latest[channel] = index;
    return true;
  }

  /** Gives a prediction to who asks, or keeps it. */
  push(prediction: Prediction): void {
    const asking = this.#asking.shift();
    if (asking) return asking.resolve({ done: false, value: prediction });
    this.#kept.push(prediction);
    if (this.#kept.length - this.#next > this.#maxKept) this.#next++;
    if (this.#next > this.#maxKept) this.#tidy();
  }

  /** Ends: with a fault, if there is one, once what is kept has been given. */
  end(end: { readonly fault?: unknown }): void {
    this.#end = end;
    for (const asking of this.#asking.splice(0)) {
      if ("fault" in end) asking.reject(end.fault);
      else asking.resolve({ done: true, value: undefined });
    }
  }

  next(): Promise<IteratorResult<Prediction>> {
    if (this.#next < this.#kept.length) {
      const value = this.#kept[this.#next++]!;
      if (this.#next === this.#kept.length) this.#tidy();
      return Promise.resolve({ done: false, value });
    }
    if (this.#end === undefined) {
      const asking = Promise.withResolvers<IteratorResult<Prediction>>();
      this.#asking.push(asking);
      return asking.promise;
    }
    if ("fault" in this.#end) return Promise.reject(this.#end.fault);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Lets go of what has been given. */
  #tidy(): void {
    this.#kept = this.#kept.slice(this.#next);
    this.#next = 0;
  }
}
