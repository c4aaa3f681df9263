/**
 * The encoder as nodes: from raw rows to standardised ones, and on to embeddings;
 * see `src/model/network.ts`.
 *
 * @module
 */
import { foldBatchNorm, type FoldedLayer } from "../model/batch_norm.ts";
import type { ModelCard } from "../model/card.ts";
import {
  type ConvolutionSpec,
  encoderShape,
  type NetworkSpec,
} from "../model/network_spec.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { type GraphBuilder, SAME } from "./graph.ts";
import { permuted } from "./permuted.ts";

/**
 * Adds the encoder.
 *
 * @param rows Name of the standardised rows, `[batch, rows, melCount]`.
 * @returns Name of the embeddings, steps first as the LSTM takes them:
 * `[steps, batch, embeddingSize]`.
 */
export function addEncoder(
  graph: GraphBuilder,
  rows: string,
  network: NetworkSpec,
  weights: WeightArrays,
): string {
  let maps = graph.node("maps", "Unsqueeze", [
    rows,
    graph.integers("maps/axes", [1]),
  ]);
  network.convolutions.forEach((size, layer) => {
    const convolution = { size, folded: foldBatchNorm(weights, layer) };
    maps = addConvolution(graph, `convolution${layer}`, maps, convolution);
  });
  return addFlatten(graph, maps, encoderShape(network).embeddingSize);
}

/**
 * Adds the step before it, `(row - mean) / deviation`.
 *
 * @param rows Name of raw log-Mel rows, `[batch, rows, melCount]`.
 */
export function addStandardise(
  graph: GraphBuilder,
  rows: string,
  { mean, deviation }: ModelCard["statistics"],
): string {
  const constant = (name: string, values: readonly number[]) =>
    graph.weights(name, [values.length], Float32Array.from(values));
  const centred = graph.node("standard/centred", "Sub", [
    rows,
    constant("bands/mean", mean),
  ]);
  return graph.node("standard", "Div", [
    centred,
    constant("bands/deviation", deviation),
  ]);
}

/** A convolution's sizes and its weights, normalisation folded in. */
interface Convolution {
  readonly size: ConvolutionSpec;
  readonly folded: FoldedLayer;
}

/** Convolution and ReLU; rows are the height, bands the width, and only bands are padded. */
function addConvolution(
  graph: GraphBuilder,
  name: string,
  maps: string,
  { size, folded }: Convolution,
): string {
  const { kernel, channels, timeStride, frequencyStride } = size;
  const inputs = folded.kernel.length / (kernel * kernel * channels);
  const channelsFirst = permuted(
    folded.kernel,
    [kernel, kernel, inputs, channels],
    [3, 2, 0, 1],
  );
  const shape = [channels, inputs, kernel, kernel];
  const side = kernel >> 1;
  const convolved = graph.node(name, "Conv", [
    maps,
    graph.weights(`${name}/kernel`, shape, channelsFirst),
    graph.weights(`${name}/bias`, [channels], folded.bias),
  ], {
    kernel_shape: [kernel, kernel],
    strides: [timeStride, frequencyStride],
    pads: [0, side, 0, side],
  });
  return graph.node(`${name}/relu`, "Relu", [convolved]);
}

/** `[batch, channels, steps, bands]` to `[steps, batch, bands * channels]`. */
function addFlatten(
  graph: GraphBuilder,
  maps: string,
  embeddingSize: number,
): string {
  const steps = graph.node("embeddings/maps", "Transpose", [maps], {
    perm: [2, 0, 3, 1],
  });
  return graph.node("embeddings", "Reshape", [
    steps,
    graph.integers("embeddings/shape", [SAME, SAME, embeddingSize]),
  ]);
}
