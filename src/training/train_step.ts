/**
 * One step of training: loss, gradients and batch statistics of a batch.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { encode, scoreWindow, weight, type Weights } from "../model/network.ts";
import { isTrained, type NetworkSpec } from "../model/network_spec.ts";
import { scoped } from "../model/scoped.ts";
import { toTensors, type WeightArrays } from "../model/weight_arrays.ts";
import {
  type BatchNormOutputs,
  batchNormRelu,
} from "./kernels/batch_norm_relu.ts";
import { convolve } from "./kernels/convolution.ts";
import "./kernels/lstm_gradient.ts";
import "./kernels/mat_mul.ts";
import "./kernels/mat_mul_gradient.ts";
import "./kernels/shared_identity.ts";

/** What a step learns from: standardised rows and soft labels. */
export interface StepInput {
  /** `[batch, frames, melCount]`, standardised. */
  readonly rows: Float32Array;
  readonly frames: number;
  /** `[batch, labelCount]`, each row sums to 1. */
  readonly labels: Float32Array;
  /**
   * Factors for what the last layer sees, `[batch, pooled]`: 0 where dropped,
   * else the inverse of the share kept. None: nothing is dropped.
   */
  readonly dropout?: Float32Array;
}

/** What a step gives. */
export interface StepOutput {
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** By name, for every weight that is trained. */
  readonly gradients: WeightArrays;
  /** Mean and variance of each convolution's output in this batch, by name of the weight that follows them. */
  readonly statistics: WeightArrays;
}

/** Computes loss and gradients; no tensor outlives the call. */
export function trainStep(
  spec: NetworkSpec,
  weights: WeightArrays,
  input: StepInput,
): StepOutput {
  return scoped(() => {
    const tensors = toTensors(spec, weights);
    const names = [...tensors.keys()].filter(isTrained);
    const statistics = new Map<string, Float32Array>();
    const loss = (...trained: tf.Tensor[]) => {
      const current = new Map(names.map((name, i) => [name, trained[i]!]));
      return batchLoss(spec, current, input, statistics);
    };
    const { value, grads } = tf.valueAndGrads(loss)(
      names.map((name) => tensors.get(name)!),
    );
    return {
      loss: value.dataSync()[0]!,
      gradients: new Map(
        names.map((name, i) => [name, grads[i]!.dataSync<"float32">()]),
      ),
      statistics,
    };
  });
}

/** Mean cross-entropy between labels and posteriors. */
function batchLoss(
  spec: NetworkSpec,
  weights: Weights,
  { rows, frames, labels, dropout }: StepInput,
  statistics: Map<string, Float32Array>,
): tf.Scalar {
  const batch = labels.length / spec.labelCount;
  const input = tf.tensor3d(rows, [batch, frames, spec.melCount]);
  const embeddings = encode(
    input,
    spec,
    (maps, layer) => convolveBatch(maps, layer, spec, weights, statistics),
  );
  const logits = scoreWindow(
    embeddings,
    weights,
    spec,
    (pooled) =>
      dropout ? tf.mul(pooled, tf.tensor2d(dropout, pooled.shape)) : pooled,
  );
  const targets = tf.tensor2d(labels, [batch, spec.labelCount]);
  const logPosteriors = tf.logSoftmax(logits);
  return tf.neg(tf.div(tf.sum(tf.mul(targets, logPosteriors)), batch));
}

/** A convolution normalised by its batch, whose statistics are kept. */
function convolveBatch(
  maps: tf.Tensor4D,
  layer: number,
  spec: NetworkSpec,
  weights: Weights,
  statistics: Map<string, Float32Array>,
): tf.Tensor4D {
  const size = spec.convolutions[layer]!;
  const part = <T extends tf.Tensor>(name: string) =>
    weight<T>(weights, `convolution${layer}/${name}`);
  const convolved = convolve(maps, part<tf.Tensor4D>("kernel"), {
    ...size,
    constantInput: layer === 0,
  });
  const { output, mean, variance }: BatchNormOutputs = batchNormRelu(
    convolved,
    part("gamma"),
    part("beta"),
  );
  statistics.set(`convolution${layer}/mean`, mean.dataSync<"float32">());
  statistics.set(
    `convolution${layer}/variance`,
    variance.dataSync<"float32">(),
  );
  return output;
}
