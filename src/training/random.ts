/**
 * Seeded random numbers, so that a run can be repeated to the bit.
 *
 * @module
 */

/**
 * A stream of random numbers named by a seed and any keys: the same names give
 * the same stream on every machine, and streams of different names are
 * independent. So an epoch's draws need no state from the epoch before.
 *
 * Source: sfc32 of Chris Doty-Humphrey's PractRand, seeded through cyrb128.
 *
 * @example Usage
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { Random } from "./random.ts";
 *
 * const [first, again] = [new Random(1, "epoch", 7), new Random(1, "epoch", 7)];
 * deepStrictEqual(first.integer(0, 1000), again.integer(0, 1000));
 * ```
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, ...keys: readonly (number | string)[]) {
    [this.#a, this.#b, this.#c] = hash(JSON.stringify([seed, ...keys]));
    for (let i = 0; i < WARM_UP_DRAWS; i++) this.bits();
  }

  /** 32 random bits, as an integer `[0, 2^32)`. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform on the open interval `(min, max)`: neither end is ever drawn. */
  uniform(min = 0, max = 1): number {
    return min + (max - min) * (this.bits() + 0.5) / 2 ** 32;
  }

  /** Uniform on the integers `[first, end)`. */
  integer(first: number, end: number): number {
    return first + Math.floor((end - first) * this.uniform());
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Normal, by Box and Muller's transform. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * Gamma of scale 1, whose mean is its shape.
   *
   * Source: Marsaglia and Tsang 2000, "A simple method for generating gamma
   * variables", with their section 6 for a shape below 1.
   */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    while (true) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      if (Math.log(this.uniform()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** Beta, as the share of one gamma draw in the sum of two. */
  beta(alpha: number, beta: number): number {
    const [x, y] = [this.gamma(alpha), this.gamma(beta)];
    return x / (x + y);
  }

  /** One of `items`, each as likely. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length)]!;
  }

  /** A copy of `items` in random order, by Fisher and Yates. */
  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.integer(0, i + 1);
      [out[i], out[j]] = [out[j]!, out[i]!];
    }
    return out;
  }
}

/** After a dozen draws sfc32 has mixed its seed through all of its state. */
const WARM_UP_DRAWS = 12;

/** Three 32-bit words from a text; one changed character changes all of them. */
function hash(text: string): [number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a];
}
