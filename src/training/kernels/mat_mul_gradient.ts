/**
 * The gradient of a matrix product, without transposed products.
 *
 * tfjs asks for `dy b^T` and `a^T dy` by flags for which its WASM backend takes
 * a naive path. On it two matrices go to kernels of our own; anything else is
 * transposed first: factors of a batch are small here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { timesTransposed, transposedTimes } from "./product.ts";

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
    if (tf.getBackend() === "wasm" && a.rank === 2 && b.rank === 2) {
      const gradient = dy as tf.Tensor2D;
      return {
        a: () => timesTransposed(gradient, b as tf.Tensor2D),
        b: () => transposedTimes(a as tf.Tensor2D, gradient),
      };
    }
    const gradient = dy as tf.Tensor;
    return {
      a: () => tf.matMul(gradient, transposed(b)),
      b: () => tf.matMul(transposed(a), gradient),
    };
  },
});
