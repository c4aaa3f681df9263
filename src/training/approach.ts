/**
 * One step of an exponential average.
 *
 * @module
 */

/** `values = decay * values + (1 - decay) * target`, in place. */
export function approach(
  values: Float32Array,
  target: Float32Array,
  decay: number,
): void {
  for (let i = 0; i < values.length; i++) {
    values[i] = decay * values[i]! + (1 - decay) * target[i]!;
  }
}
