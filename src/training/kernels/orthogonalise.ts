/**
 * Brings matrices near their orthonormal neighbours, on a kernel of our own: as
 * ops of tfjs its thirty small products a matrix would cost more than a step.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  addressOf,
  panelsLength,
  withScratch,
} from "../../model/kernels/module.ts";
import { spread, threadCountOf } from "../../model/kernels/spread.ts";
import { scoped } from "../../model/scoped.ts";

/** Shape of some matrices, one after the other. */
export type MatricesShape = readonly [
  count: number,
  rows: number,
  columns: number,
];

/**
 * For each matrix the one with orthonormal columns (or rows, if those are fewer)
 * that is next to it: its singular vectors are kept, its singular values come to
 * between 0.7 and 1.2; those below a thousandth of the largest stay smaller.
 *
 * @param matrices `[count, rows, columns]`.
 * @returns Of the same shape.
 */
export function orthogonalised(
  matrices: Float32Array,
  [count, rows, columns]: MatricesShape,
): Float32Array {
  return scoped(() => {
    const given = tf.tensor3d(matrices, [count, rows, columns]);
    const turn = (tensor: tf.Tensor3D) => tf.transpose(tensor, [0, 2, 1]);
    const result = rows >= columns ? tall(given) : turn(tall(turn(given)));
    return result.dataSync<"float32">();
  });
}

/** Makes matrices of at least as many rows as columns orthonormal where they lie. */
function tall(matrices: tf.Tensor3D): tf.Tensor3D {
  const wasm = tf.backend() as BackendWasm;
  const [count, rows, columns] = matrices.shape;
  const [matrix, square] = [rows * columns, columns ** 2];
  const packed = panelsLength(rows, columns);
  const threads = threadCountOf(wasm);
  const scratch = [matrix, packed, 4 * square].map((length) =>
    threads * length
  );
  withScratch(wasm, scratch, (transposes, panels, squares) => {
    const from = addressOf(wasm, matrices);
    spread(wasm, "orthogonalise", count, ({ first, count: own, index }) => [
      ...[from + 4 * first * matrix, own, rows, columns],
      transposes! + 4 * index * matrix,
      panels! + 4 * index * packed,
      squares! + 16 * index * square,
    ]);
  });
  return matrices;
}
