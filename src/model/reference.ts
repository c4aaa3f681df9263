/**
 * The networks in plain ops of tfjs, as they are written down: nothing folded,
 * fused or kept. It is slow, and what the engine is tested and timed against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { BATCH_NORM_EPSILON } from "./batch_norm.ts";
import type { EngineCard } from "./engine.ts";
import {
  encode,
  padding,
  type Recurrence,
  scoreWindow,
  weight,
  type Weights,
} from "./network.ts";
import type { ConvolutionSpec, NetworkSpec } from "./network_spec.ts";
import { standardise } from "./standardise.ts";
import { toTensors, type WeightArrays } from "./weight_arrays.ts";

/**
 * Logits of one window from its rows, `[labels]`, the mean of those of a model's
 * networks.
 *
 * @param members The weights of each network.
 * @param rows Raw log-Mel `[rows, melCount]`.
 */
export function referenceLogits(
  { network, statistics }: EngineCard,
  members: readonly WeightArrays[],
  rows: Float32Array,
): Float32Array {
  const standardised = new Float32Array(rows.length);
  standardise(rows, statistics, standardised);
  const [first, ...others] = members.map((weights) =>
    networkLogits(network, weights, standardised)
  );
  return first!.map((logit, i) =>
    others.reduce((sum, own) => sum + own[i]!, logit) / members.length
  );
}

/** The logits of one network from standardised rows. */
function networkLogits(
  network: NetworkSpec,
  weights: WeightArrays,
  rows: Float32Array,
): Float32Array {
  const { melCount, convolutions } = network;
  const tensors = toTensors(network, weights);
  try {
    const logits = tf.tidy(() => {
      const shape = [1, rows.length / melCount, melCount] as const;
      const input = tf.tensor3d(rows, [...shape]);
      const embeddings = encode(
        input,
        network,
        (maps, i) => convolve(maps, tensors, i, convolutions[i]!),
      );
      const same = (pooled: tf.Tensor2D) => pooled;
      return scoreWindow(embeddings, tensors, network, same, recur);
    });
    const values = logits.dataSync<"float32">();
    logits.dispose();
    return values;
  } finally {
    for (const tensor of tensors.values()) tensor.dispose();
  }
}

function convolve(
  maps: tf.Tensor4D,
  weights: Weights,
  layer: number,
  size: ConvolutionSpec,
): tf.Tensor4D {
  const part = <T extends tf.Tensor>(name: string) =>
    weight<T>(weights, `convolution${layer}/${name}`);
  const convolved = tf.conv2d(
    maps,
    part<tf.Tensor4D>("kernel"),
    [size.timeStride, size.frequencyStride],
    padding(size) as unknown as "valid",
  );
  const normalised = tf.batchNorm4d(
    convolved,
    part<tf.Tensor1D>("mean"),
    part<tf.Tensor1D>("variance"),
    part<tf.Tensor1D>("beta"),
    part<tf.Tensor1D>("gamma"),
    BATCH_NORM_EPSILON,
  );
  return tf.relu(normalised);
}

/** The LSTM's recurrence, step by step; gates in the order i, f, g, o. */
const recur: Recurrence = (projections, recurrent, reverse) => {
  const [batch] = projections.shape;
  const [units] = recurrent.shape;
  const steps = tf.unstack(projections, 1) as tf.Tensor2D[];
  let hidden = tf.zeros<tf.Rank.R2>([batch, units]);
  let cell = hidden;
  const outputs = (reverse ? steps.toReversed() : steps).map((step) => {
    const sums = tf.add(step, tf.matMul(hidden, recurrent));
    const [i, f, g, o] = tf.split(sums, 4, 1) as [
      ...[tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D],
    ];
    const kept = tf.mul(tf.sigmoid(f), cell);
    cell = tf.add(kept, tf.mul(tf.sigmoid(i), tf.tanh(g)));
    hidden = tf.mul(tf.sigmoid(o), tf.tanh(cell));
    return hidden;
  });
  return tf.stack(reverse ? outputs.toReversed() : outputs, 1) as tf.Tensor3D;
};
