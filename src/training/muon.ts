/**
 * Muon: each step of a matrix is its momentum made orthonormal, so that all its
 * directions move alike, not only the few in which gradients are large.
 *
 * Source: Jordan 2024, "Muon: an optimizer for hidden layers in neural
 * networks", with Nesterov's momentum.
 *
 * @module
 */
import { approach } from "./approach.ts";
import { orthogonalised } from "./kernels/orthogonalise.ts";
import type { Knobs } from "./knobs.ts";
import { type MatrixLayout, takeMatrices } from "./matrices.ts";
import type { StepSize, WeightState } from "./weight_step.ts";

/** Moves one weight and its average. */
export function muon(
  { values, average, firstMoments }: WeightState,
  gradient: Float32Array,
  layout: MatrixLayout,
  { share, decay }: StepSize,
  { matrixRate, matrixMomentum }: Knobs,
): void {
  const { rows, columns, count } = layout;
  const ahead = follow(firstMoments, gradient, matrixMomentum);
  // A matrix of more outputs than inputs needs longer steps to change them as much.
  const reach = share * matrixRate * Math.sqrt(Math.max(1, columns / rows));
  const shape = [count, rows, columns] as const;
  const directions = orthogonalised(takeMatrices(ahead, layout), shape);
  for (let at = 0; at < rows * count; at++) { // runs of columns, as they lie
    const [row, index] = [Math.floor(at / count), at % count];
    const [to, from] = [at * columns, (index * rows + row) * columns];
    for (let i = 0; i < columns; i++) {
      values[to + i] = values[to + i]! - reach * directions[from + i]!;
    }
  }
  approach(average, values, decay);
}

/** Lets the momentum follow a gradient, and gives where it will be after another such. */
function follow(
  momentum: Float32Array,
  gradient: Float32Array,
  share: number,
): Float32Array {
  const ahead = new Float32Array(momentum.length);
  for (let i = 0; i < momentum.length; i++) {
    const g = gradient[i]!;
    const m = share * momentum[i]! + (1 - share) * g;
    momentum[i] = m;
    ahead[i] = share * m + (1 - share) * g;
  }
  return ahead;
}
