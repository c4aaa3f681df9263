/**
 * The network, once: what is trained is what is served.
 *
 *     rows [batch, rows, melCount] ─ encode ─► embeddings [batch, steps, embeddingSize]
 *     embeddings ─┬─ bidirectional LSTM ─ attention ──────────────┬─ dense ─► logits
 *                 └─ weighted mean and deviation (in parallel) ───┘
 *
 * The encoder does not pad time, so that an embedding depends on a fixed block
 * of rows and each row passes through it once, however the stream is cut.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { lstm } from "./kernels/lstm.ts";
import type { ConvolutionSpec, NetworkSpec } from "./network_spec.ts";

/** The weights by name; see `weightShapes` for names and shapes. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/**
 * One layer of the encoder: convolution, batch normalisation, ReLU. Training
 * normalises by the batch, serving folds the normalisation into the kernel.
 */
export type ConvolutionLayer = (
  input: tf.Tensor4D,
  layerIndex: number,
) => tf.Tensor4D;

/** The recurrence of the LSTM, from `[batch, steps, 4 * units]` to `[batch, steps, units]`. */
export type Recurrence = (
  projections: tf.Tensor3D,
  recurrent: tf.Tensor2D,
  reverse: boolean,
) => tf.Tensor3D;

/** The variance below which a deviation has no useful gradient. */
export const MIN_VARIANCE = 1e-4;

/** A named weight. @throws {RangeError} If the model has none of that name. */
export function weight<T extends tf.Tensor>(weights: Weights, name: string): T {
  const tensor = weights.get(name);
  if (!tensor) {
    throw new RangeError(
      `Cannot run the network as every weight must be present: "${name}" is missing`,
    );
  }
  return tensor as T;
}

/** Zeros around the bands, none around the rows: `kernel >> 1` on either side. */
export function padding(
  { kernel }: ConvolutionSpec,
): [[0, 0], [0, 0], [number, number], [0, 0]] {
  return [[0, 0], [0, 0], [kernel >> 1, kernel >> 1], [0, 0]];
}

/**
 * From rows to embeddings.
 *
 * @param rows Standardised log-Mel, `[batch, rows, melCount]`.
 * @returns `[batch, steps, embeddingSize]`, one for each block of rows.
 */
export function encode(
  rows: tf.Tensor3D,
  spec: NetworkSpec,
  convolve: ConvolutionLayer,
): tf.Tensor3D {
  let maps = tf.expandDims<tf.Tensor4D>(rows, 3);
  spec.convolutions.forEach((_, layer) => maps = convolve(maps, layer));
  const [batch, steps, bands, channels] = maps.shape;
  return tf.reshape(maps, [batch, steps, bands * channels]);
}

/**
 * From a window of embeddings to logits.
 *
 * @param embeddings `[batch, steps, embeddingSize]`.
 * @param dropout Applied to what the last layer sees; training only.
 * @param recur Our kernel unless told otherwise.
 * @returns `[batch, labelCount]`.
 */
export function scoreWindow(
  embeddings: tf.Tensor3D,
  weights: Weights,
  spec: NetworkSpec,
  dropout: (pooled: tf.Tensor2D) => tf.Tensor2D = (pooled) => pooled,
  recur: Recurrence = (...inputs) => lstm(...inputs).hidden,
): tf.Tensor2D {
  const hidden = tf.concat(
    (["forward", "backward"] as const).map((direction) => {
      const part = <T extends tf.Tensor>(name: string) =>
        weight<T>(weights, `lstm/${direction}/${name}`);
      const projections = tf.add<tf.Tensor3D>(
        project(embeddings, part("kernel")),
        part("bias"),
      );
      return recur(projections, part("recurrent"), direction === "backward");
    }),
    2,
  ) as tf.Tensor3D;
  const branches = [attend(hidden, weight(weights, "attention/kernel"))];
  if (spec.statisticsBranch) {
    branches.push(...pool(embeddings, weight(weights, "statistics/kernel")));
  }
  const pooled = dropout(tf.concat(branches, 1));
  return tf.add(
    tf.matMul(pooled, weight<tf.Tensor2D>(weights, "dense/kernel")),
    weight(weights, "dense/bias"),
  );
}

/** Every step times a matrix, as one product: `[batch, steps, n]` to `[batch, steps, m]`. */
function project(sequence: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  const [batch, steps, size] = sequence.shape;
  const flat = tf.matMul(tf.reshape(sequence, [batch * steps, size]), kernel);
  return tf.reshape(flat, [batch, steps, kernel.shape[1]]);
}

/** Softmax over the steps of one score a step, `[batch, 1, steps]`. */
function stepWeights(sequence: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  const [batch, steps] = sequence.shape;
  const scores = tf.reshape(project(sequence, kernel), [batch, steps]);
  return tf.expandDims(tf.softmax(scores), 1);
}

/** The mean of the steps, weighted by attention, `[batch, size]`. */
function attend(sequence: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor2D {
  return weightedMean(sequence, stepWeights(sequence, kernel));
}

/** Mean and deviation of the steps, weighted by one attention, twice `[batch, size]`. */
function pool(
  sequence: tf.Tensor3D,
  kernel: tf.Tensor2D,
): [tf.Tensor2D, tf.Tensor2D] {
  const shares = stepWeights(sequence, kernel);
  const mean = weightedMean(sequence, shares);
  const meanSquare = weightedMean(tf.square(sequence), shares);
  const variance = tf.sub(meanSquare, tf.square(mean));
  return [mean, tf.sqrt(tf.maximum(variance, MIN_VARIANCE))];
}

function weightedMean(
  sequence: tf.Tensor3D,
  shares: tf.Tensor3D,
): tf.Tensor2D {
  return tf.squeeze(tf.matMul(shares, sequence), [1]);
}
