/**
 * Batch normalisation as it is served: folded into the convolution before it.
 *
 * @module
 */
import type { WeightArrays } from "./weight_arrays.ts";

/** Added to a variance before its root. Source: the recipe, as PyTorch's default. */
export const BATCH_NORM_EPSILON = 1e-5;

/** A convolution with its normalisation folded in. */
export interface FoldedLayer {
  /** `[kernel, kernel, inputChannels, channels]`. */
  readonly kernel: Float32Array;
  /** `[channels]`. */
  readonly bias: Float32Array;
}

/** Folds running mean and variance, scale and shift of a layer into kernel and bias. */
export function foldBatchNorm(
  weights: WeightArrays,
  layer: number,
): FoldedLayer {
  const part = (name: string) => weights.get(`convolution${layer}/${name}`)!;
  const [gamma, beta] = [part("gamma"), part("beta")];
  const [mean, variance] = [part("mean"), part("variance")];
  const scale = gamma.map((value, channel) =>
    value / Math.sqrt(variance[channel]! + BATCH_NORM_EPSILON)
  );
  const channels = scale.length;
  return {
    kernel: part("kernel").map((value, i) => value * scale[i % channels]!),
    bias: beta.map((value, channel) =>
      value - mean[channel]! * scale[channel]!
    ),
  };
}
