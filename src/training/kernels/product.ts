/**
 * Products with a transposed factor, as the gradient of a product needs them.
 *
 * tfjs's WASM backend takes a naive path for them, ten times slower than the
 * plain one. A product of matrices is a convolution with a kernel of one, over
 * a single row of as many bands as the matrix has rows; so its gradients are
 * those of that convolution.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { backpropFilter, backpropInput } from "./convolution.ts";

/**
 * `dy b^T`: the gradient of `a b` by `a`.
 *
 * @param dy `[rows, columns]`.
 * @param b `[depth, columns]`.
 * @returns `[rows, depth]`.
 */
export function timesTransposed(dy: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const { inputShape, filterShape } = shapes(dy.shape, b.shape[0]);
  const [rows, columns] = dy.shape;
  const gradient = backpropInput(
    tf.reshape(dy, [1, 1, rows, columns]),
    tf.reshape(b, filterShape),
    inputShape,
    UNIT,
  );
  return tf.reshape(gradient, [rows, b.shape[0]]);
}

/**
 * `a^T dy`: the gradient of `a b` by `b`.
 *
 * @param a `[rows, depth]`.
 * @param dy `[rows, columns]`.
 * @returns `[depth, columns]`.
 */
export function transposedTimes(a: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  const { inputShape, filterShape } = shapes(dy.shape, a.shape[1]);
  const [rows, columns] = dy.shape;
  const gradient = backpropFilter(
    tf.reshape(dy, [1, 1, rows, columns]),
    a,
    inputShape,
    filterShape,
    UNIT,
  );
  return tf.reshape(gradient, [a.shape[1], columns]);
}

const UNIT = { timeStride: 1, frequencyStride: 1 };

type Shape4 = [number, number, number, number];

function shapes([rows, columns]: [number, number], depth: number) {
  const inputShape: Shape4 = [1, 1, rows, depth];
  const filterShape: Shape4 = [1, 1, depth, columns];
  return { inputShape, filterShape };
}
