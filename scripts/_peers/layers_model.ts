/**
 * The network as a user of tfjs would write it: tf.layers, the same weights.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { BATCH_NORM_EPSILON } from "../../src/model/batch_norm.ts";
import { MIN_VARIANCE } from "../../src/model/network.ts";
import {
  type ConvolutionSpec,
  encoderShape,
  type NetworkSpec,
  weightShapes,
} from "../../src/model/network_spec.ts";
import type { WeightArrays } from "../../src/model/weight_arrays.ts";

/** Weights as tensors, for one layer. */
type Tensors = (...names: string[]) => tf.Tensor[];

/**
 * Builds the model: standardised rows `[batch, windowRows, melCount, 1]` to
 * logits `[batch, labelCount]`, the mean of those of its networks.
 */
export function layersModel(
  network: NetworkSpec,
  members: readonly WeightArrays[],
  windowRows: number,
): tf.LayersModel {
  const shapes = weightShapes(network);
  const rows = tf.input({ shape: [windowRows, network.melCount, 1] });
  const logits = members.map((weights) =>
    logitsOf(
      rows,
      network,
      (...names) =>
        names.map((name) => tf.tensor(weights.get(name)!, shapes.get(name)!)),
    )
  );
  const outputs = logits.length === 1
    ? logits[0]!
    : apply(tf.layers.average(), logits);
  return tf.model({ inputs: rows, outputs });
}

/** The logits of one network. */
function logitsOf(
  rows: tf.SymbolicTensor,
  network: NetworkSpec,
  tensors: Tensors,
): tf.SymbolicTensor {
  let maps = rows;
  network.convolutions.forEach((size, layer) => {
    maps = convolve(maps, size, `convolution${layer}`, tensors);
  });
  const { embeddingSize } = encoderShape(network);
  const embeddings = apply(
    tf.layers.reshape({ targetShape: [maps.shape[1]!, embeddingSize] }),
    maps,
  );
  return score(embeddings, network, tensors);
}

function convolve(
  maps: tf.SymbolicTensor,
  { kernel, timeStride, frequencyStride, channels }: ConvolutionSpec,
  name: string,
  tensors: Tensors,
): tf.SymbolicTensor {
  const side = kernel >> 1;
  const parts = ["gamma", "beta", "mean", "variance"];
  const layers = [
    tf.layers.zeroPadding2d({ padding: [[0, 0], [side, side]] }),
    tf.layers.conv2d({
      filters: channels,
      kernelSize: kernel,
      strides: [timeStride, frequencyStride],
      useBias: false,
      weights: tensors(`${name}/kernel`),
    }),
    tf.layers.batchNormalization({
      epsilon: BATCH_NORM_EPSILON,
      weights: tensors(...parts.map((part) => `${name}/${part}`)),
    }),
    tf.layers.activation({ activation: "relu" }),
  ];
  return layers.reduce((input, layer) => apply(layer, input), maps);
}

function score(
  embeddings: tf.SymbolicTensor,
  network: NetworkSpec,
  tensors: Tensors,
): tf.SymbolicTensor {
  const lstm = tf.layers.lstm({
    units: network.lstmUnits,
    returnSequences: true,
    recurrentActivation: "sigmoid",
  }) as tf.RNN;
  const both = tf.layers.bidirectional({ layer: lstm, mergeMode: "concat" });
  const hidden = apply(both, embeddings);
  both.setWeights(tensors(
    ...["forward", "backward"].flatMap((direction) =>
      ["kernel", "recurrent", "bias"].map((part) => `lstm/${direction}/${part}`)
    ),
  ));
  const branches = [mean(hidden, shares(hidden, "attention", tensors))];
  if (network.statisticsBranch) branches.push(...pool(embeddings, tensors));
  const pooled = branches.length === 1
    ? branches[0]!
    : apply(tf.layers.concatenate({ axis: -1 }), branches);
  const weights = tensors("dense/kernel", "dense/bias");
  return apply(tf.layers.dense({ units: network.labelCount, weights }), pooled);
}

/** What a branch takes of each step, `[batch, steps]`, of sum 1. */
function shares(
  sequence: tf.SymbolicTensor,
  branch: string,
  tensors: Tensors,
): tf.SymbolicTensor {
  const weights = tensors(`${branch}/kernel`);
  const scoring = tf.layers.dense({ units: 1, useBias: false, weights });
  const scores = apply(tf.layers.flatten(), apply(scoring, sequence));
  return apply(tf.layers.softmax(), scores);
}

/** The weighted mean of the steps, `[batch, size]`. */
function mean(
  sequence: tf.SymbolicTensor,
  shares: tf.SymbolicTensor,
): tf.SymbolicTensor {
  return apply(tf.layers.dot({ axes: [1, 1] }), [shares, sequence]);
}

function pool(
  embeddings: tf.SymbolicTensor,
  tensors: Tensors,
): tf.SymbolicTensor[] {
  const taken = shares(embeddings, "statistics", tensors);
  const average = mean(embeddings, taken);
  const squares = apply(new Square(), embeddings);
  const deviation = apply(new Deviation(), [mean(squares, taken), average]);
  return [average, deviation];
}

/** The square of every value; tf.layers has none, and `multiply` frees an input that is given twice. */
class Square extends tf.layers.Layer {
  static readonly className = "Square";

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.square(Array.isArray(inputs) ? inputs[0]! : inputs);
  }
}

/** From the mean of squares and the mean to the deviation. */
class Deviation extends tf.layers.Layer {
  static readonly className = "Deviation";

  override computeOutputShape([shape]: tf.Shape[]): tf.Shape {
    return shape!;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [meanSquare, mean] = inputs as [tf.Tensor, tf.Tensor];
    return tf.tidy(() => {
      const variance = tf.sub(meanSquare, tf.square(mean));
      return tf.sqrt(tf.maximum(variance, MIN_VARIANCE));
    });
  }
}

function apply(
  layer: { apply(inputs: tf.SymbolicTensor | tf.SymbolicTensor[]): unknown },
  inputs: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(inputs) as tf.SymbolicTensor;
}
