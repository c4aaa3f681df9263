/**
 * How numbers about labels are sent.
 *
 * @module
 */

/** Sent probabilities are multiples of this; the model knows them far worse. */
const STEPS = 1e6;

/** A probability as it is sent: to six decimals. */
export function rounded(probability: number): number {
  return Math.round(probability * STEPS) / STEPS;
}

/**
 * A posterior as an object by label, in the order of the labels.
 *
 * @param values `[labels]`.
 */
export function byLabel(
  labels: readonly string[],
  values: ArrayLike<number>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    labels.map((label, index) => [label, rounded(values[index]!)]),
  );
}
