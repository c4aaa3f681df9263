/**
 * A convolution as ONNX takes it: batch normalisation folded in, channels first.
 *
 * @module
 */
import { BATCH_NORM_EPSILON } from "../model/batch_norm.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { permuted } from "./permuted.ts";

/** `[kernel, kernel, inputChannels, channels]` to `[channels, inputChannels, kernel, kernel]`. */
const CHANNELS_FIRST = [3, 2, 0, 1];

/** A convolution that needs no normalisation after it. */
export interface FoldedConvolution {
  /** Of `kernel`. */
  readonly shape: readonly number[];
  /** `[channels, inputChannels, kernel, kernel]`. */
  readonly kernel: Float32Array;
  /** `[channels]`. */
  readonly bias: Float32Array;
}

/**
 * Folds running mean and variance, scale and shift of a layer into its kernel
 * and a bias.
 *
 * @param shape Of the layer's kernel, `[kernel, kernel, inputChannels, channels]`.
 */
export function foldConvolution(
  weights: WeightArrays,
  layer: number,
  shape: readonly number[],
): FoldedConvolution {
  const part = (name: string) => weights.get(`convolution${layer}/${name}`)!;
  const [variance, mean] = [part("variance"), part("mean")];
  const scale = part("gamma").map((gamma, channel) =>
    gamma / Math.sqrt(variance[channel]! + BATCH_NORM_EPSILON)
  );
  const scaled = part("kernel").map((value, i) =>
    value * scale[i % scale.length]!
  );
  return {
    shape: CHANNELS_FIRST.map((axis) => shape[axis]!),
    kernel: permuted(scaled, shape, CHANNELS_FIRST),
    bias: part("beta").map((beta, channel) =>
      beta - mean[channel]! * scale[channel]!
    ),
  };
}
