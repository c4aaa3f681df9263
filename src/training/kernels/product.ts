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
  const [rows, columns] = dy.shape;
  const depth = b.shape[0];
  // Every row an item of its own: those are what threads share out.
  const gradient = backpropInput(
    tf.reshape(dy, [rows, 1, 1, columns]),
    tf.reshape(b, [1, 1, depth, columns]),
    [rows, 1, 1, depth],
    UNIT,
  );
  return tf.reshape(gradient, [rows, depth]);
}

/**
 * `a^T dy`: the gradient of `a b` by `b`.
 *
 * @param a `[rows, depth]`.
 * @param dy `[rows, columns]`.
 * @returns `[depth, columns]`.
 */
export function transposedTimes(a: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = dy.shape;
  const depth = a.shape[1];
  const gradient = backpropFilter(
    tf.reshape(dy, [1, 1, rows, columns]),
    a,
    [1, 1, rows, depth],
    [1, 1, depth, columns],
    UNIT,
  );
  return tf.reshape(gradient, [depth, columns]);
}

const UNIT = { timeStride: 1, frequencyStride: 1 };
