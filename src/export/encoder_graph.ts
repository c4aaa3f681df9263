/**
 * The encoder as nodes: from raw rows to embeddings; see `src/model/network.ts`.
 *
 * @module
 */
import type { ModelCard } from "../model/card.ts";
import {
  type ConvolutionSpec,
  encoderShape,
  weightShapes,
} from "../model/network_spec.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { foldConvolution } from "./folded_convolution.ts";
import { type GraphBuilder, SAME } from "./graph.ts";

/** The part of a card that the encoder depends on. */
export type EncoderCard = Pick<ModelCard, "network" | "statistics">;

/**
 * Adds the encoder.
 *
 * @param rows Name of the log-Mel rows, `[batch, rows, melCount]`.
 * @returns Name of the embeddings, steps first as the LSTM takes them:
 * `[steps, batch, embeddingSize]`.
 */
export function addEncoder(
  graph: GraphBuilder,
  rows: string,
  { network, statistics }: EncoderCard,
  weights: WeightArrays,
): string {
  const standard = addStandardise(graph, rows, statistics);
  let maps = graph.node("maps", "Unsqueeze", [
    standard,
    graph.integers("maps/axes", [1]),
  ]);
  const shapes = weightShapes(network);
  network.convolutions.forEach((size, layer) => {
    const shape = shapes.get(`convolution${layer}/kernel`)!;
    const folded = foldConvolution(weights, layer, shape);
    maps = addConvolution(graph, `convolution${layer}`, maps, size, folded);
  });
  return addFlatten(graph, maps, encoderShape(network).embeddingSize);
}

/** `(row - mean) / deviation`. */
function addStandardise(
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

/** Convolution and ReLU; rows are the height, bands the width, and only bands are padded. */
function addConvolution(
  graph: GraphBuilder,
  name: string,
  maps: string,
  { kernel, timeStride, frequencyStride }: ConvolutionSpec,
  folded: ReturnType<typeof foldConvolution>,
): string {
  const side = kernel >> 1;
  const convolved = graph.node(name, "Conv", [
    maps,
    graph.weights(`${name}/kernel`, folded.shape, folded.kernel),
    graph.weights(`${name}/bias`, [folded.bias.length], folded.bias),
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
