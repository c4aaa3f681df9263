/**
 * The values of an array with its axes in another order.
 *
 * @example A matrix transposed
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { permuted } from "./permuted.ts";
 *
 * deepStrictEqual(
 *   permuted(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0]),
 *   Float32Array.of(1, 4, 2, 5, 3, 6),
 * );
 * ```
 *
 * @param values Row-major, of the shape.
 * @param order `order[i]` is the axis of `values` that becomes axis `i`.
 */
export function permuted(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  const steps = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  );
  const axes = order.map((axis) => ({
    length: shape[axis]!,
    step: steps[axis]!,
  }));
  return Float32Array.from(values, (_, position) => {
    let from = 0;
    let rest = position;
    for (const { length, step } of axes.toReversed()) {
      from += (rest % length) * step;
      rest = Math.floor(rest / length);
    }
    return values[from]!;
  });
}
