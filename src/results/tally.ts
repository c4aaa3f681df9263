/** One count, and what it is of. */
export interface Count<N extends string> {
  readonly labels: Readonly<Record<N, string>>;
  readonly value: number;
}

/** Counts by labels; whoever adds must draw the labels' values from short lists. */
export class Tally<N extends string> {
  readonly #counts = new Map<
    string,
    { -readonly [K in keyof Count<N>]: Count<N>[K] }
  >();

  /** Adds to the count of these labels, named always in the same order. */
  add(labels: Readonly<Record<N, string>>, value = 1): void {
    const key = Object.values(labels).join("\n");
    const known = this.#counts.get(key);
    if (known) known.value += value;
    else this.#counts.set(key, { labels, value });
  }

  /** The counts so far. */
  [Symbol.iterator](): Iterator<Count<N>> {
    return this.#counts.values();
  }
}
