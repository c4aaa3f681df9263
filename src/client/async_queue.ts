/**
 * Items on their way to whoever iterates over them: each once, in order.
 *
 * @module
 */
import { type Deferred, deferred } from "./deferred.ts";

/** A bounded queue with an end; several iterators share its items. */
export class AsyncQueue<T> implements AsyncIterableIterator<T> {
  readonly #maxKept: number;
  #kept: T[] = [];
  /** Place of the next one in `#kept`. */
  #next = 0;
  readonly #asking: Deferred<IteratorResult<T>>[] = [];
  #end: { readonly fault?: unknown } | undefined;

  /** @param maxKept Items that wait for a program that does not ask. */
  constructor(maxKept: number) {
    this.#maxKept = maxKept;
  }

  /** Whether an item more would cost the oldest. */
  get isFull(): boolean {
    return this.#kept.length - this.#next >= this.#maxKept;
  }

  /** Gives an item to who asks, or keeps it; if too many wait, the oldest goes. */
  push(value: T): void {
    const asking = this.#asking.shift();
    if (asking) return asking.resolve({ done: false, value });
    if (this.isFull) this.#next++;
    this.#kept.push(value);
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

  next(): Promise<IteratorResult<T>> {
    if (this.#next < this.#kept.length) {
      const value = this.#kept[this.#next++]!;
      if (this.#next === this.#kept.length) this.#tidy();
      return Promise.resolve({ done: false, value });
    }
    if (this.#end === undefined) {
      const asking = deferred<IteratorResult<T>>();
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
