/**
 * What was made last, so that those who need the same share it: tables that are
 * costly to make, and buffers of what keeps nothing from one use to the next.
 */
export class Recent<T> {
  readonly #maxCount: number;
  /** The longest unused first. */
  readonly #kept = new Map<string, T>();

  /** @param maxCount How many are kept; the longest unused is forgotten. */
  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  /** The one for a key; made if it is not kept. */
  get(key: string, create: () => T): T {
    const known = this.#kept.get(key) ?? create();
    this.#kept.delete(key);
    this.#kept.set(key, known);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#maxCount) this.#kept.delete(oldest!);
    return known;
  }
}
