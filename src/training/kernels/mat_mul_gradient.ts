/**
 * The gradient of a matrix product, without transposed products.
 *
 * tfjs asks for `dy b^T` and `a^T dy` as products with a transposing flag, for
 * which its WASM backend takes a naive path, ten times slower than the plain
 * one. Here the factor is transposed first.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Swaps the last two dimensions. */
function transposed(tensor: tf.Tensor): tf.Tensor {
  const order = tensor.shape.map((_, dimension) => dimension);
  const last = order.length - 1;
  return tf.transpose(tensor, [...order.slice(0, -2), last, last - 1]);
}

tf.unregisterGradient(tf.BatchMatMul);
tf.registerGradient({
  kernelName: tf.BatchMatMul,
  inputsToSave: ["a", "b"],
  gradFunc(dy, saved, attrs) {
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    if (attrs.transposeA || attrs.transposeB) {
      throw new TypeError(
        `Cannot differentiate a matrix product as its factors must not be transposed by flags: transposeA is ${attrs.transposeA}, transposeB ${attrs.transposeB}`,
      );
    }
    const product = dy as tf.Tensor;
    return {
      a: () => tf.matMul(product, transposed(b)),
      b: () => tf.matMul(transposed(a), product),
    };
  },
});
