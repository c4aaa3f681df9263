/**
 * Dropout: values of which a random share is left out of a training step.
 *
 * Source: Srivastava et al. 2014, with what is kept scaled up instead of the
 * whole scaled down when serving.
 *
 * @module
 */
import type { Random } from "./random.ts";

/**
 * Draws a factor for each value: 0 drops it, and those that are kept make up
 * for it.
 *
 * @param dropped Share of the values to drop, `[0, 1)`.
 * @returns `[count]`, of mean 1.
 */
export function dropoutFactors(
  count: number,
  dropped: number,
  random: Random,
): Float32Array {
  const kept = 1 - dropped;
  const factors = new Float32Array(count); // `from` takes ten times as long
  for (let i = 0; i < count; i++) {
    if (random.chance(kept)) factors[i] = 1 / kept;
  }
  return factors;
}
