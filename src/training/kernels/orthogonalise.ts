/**
 * Brings a matrix near its orthonormal neighbour, on a kernel of our own: as
 * ops of tfjs its thirty small products a matrix would cost more than a step.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  addressOf,
  kernelsOf,
  panelsLength,
  withScratch,
} from "../../model/kernels/module.ts";
import { scoped } from "../../model/scoped.ts";

/**
 * The matrix with orthonormal columns (or rows, if those are fewer) that is
 * next to a given one: its singular vectors are kept, its singular values come
 * to between 0.7 and 1.2; those below a thousandth of the largest stay smaller.
 *
 * @param matrix `[rows, columns]`.
 * @returns Of the same shape.
 */
export function orthogonalised(
  matrix: Float32Array,
  [rows, columns]: readonly [number, number],
): Float32Array {
  return scoped(() => {
    const given = tf.tensor2d(matrix, [rows, columns]);
    if (rows >= columns) return tall(given).dataSync<"float32">().slice();
    const turned = tall(tf.transpose(given) as tf.Tensor2D);
    return tf.transpose(turned).dataSync<"float32">().slice();
  });
}

/** A copy of a matrix of at least as many rows as columns, made orthonormal. */
function tall(matrix: tf.Tensor2D): tf.Tensor2D {
  const wasm = tf.backend() as BackendWasm;
  const [rows, columns] = matrix.shape;
  const copy = tf.add(matrix, 0) as tf.Tensor2D;
  const scratch = [
    rows * columns,
    panelsLength(rows, columns),
    4 * columns ** 2,
  ];
  withScratch(wasm, scratch, (transpose, panels, squares) => {
    const at = addressOf(wasm, copy);
    kernelsOf(wasm).orthogonalise(
      ...[at, rows, columns, transpose!, panels!, squares!],
    );
  });
  return copy;
}
