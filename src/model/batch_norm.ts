/**
 * Batch normalisation as it is served: folded into the convolution before it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { weight, type Weights } from "./network.ts";

/** Added to a variance before its root. Source: the recipe, as PyTorch's default. */
export const BATCH_NORM_EPSILON = 1e-5;

/** A convolution with its normalisation folded in. */
export interface FoldedLayer {
  /** `[kernel, kernel, inputChannels, channels]`. */
  readonly kernel: tf.Tensor4D;
  /** `[channels]`. */
  readonly bias: tf.Tensor1D;
}

/** Folds running mean and variance, scale and shift of a layer into kernel and bias. */
export function foldBatchNorm(weights: Weights, layer: number): FoldedLayer {
  const part = (name: string) =>
    weight<tf.Tensor1D>(weights, `convolution${layer}/${name}`);
  return tf.tidy(() => {
    const scale = tf.div(
      part("gamma"),
      tf.sqrt(tf.add(part("variance"), BATCH_NORM_EPSILON)),
    );
    const kernel = weight<tf.Tensor4D>(weights, `convolution${layer}/kernel`);
    return {
      kernel: tf.mul<tf.Tensor4D>(kernel, scale),
      bias: tf.sub<tf.Tensor1D>(part("beta"), tf.mul(part("mean"), scale)),
    };
  });
}
