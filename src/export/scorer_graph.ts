/**
 * The scorer as nodes: from embeddings to logits; see `src/model/network.ts`.
 *
 * @module
 */
import { MIN_VARIANCE } from "../model/network.ts";
import { type NetworkSpec, weightShapes } from "../model/network_spec.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { type GraphBuilder, SAME } from "./graph.ts";
import { lstmWeights } from "./lstm_weights.ts";

/** Puts a weight into the graph as it is, and names it. */
type Weight = (name: string) => string;

/**
 * Adds the scorer.
 *
 * @param sequence Name of the embeddings, `[steps, batch, embeddingSize]`.
 * @returns Name of the logits, `[batch, labelCount]`.
 */
export function addScorer(
  graph: GraphBuilder,
  sequence: string,
  network: NetworkSpec,
  weights: WeightArrays,
): string {
  const shapes = weightShapes(network);
  const weight: Weight = (name) =>
    graph.weights(name, shapes.get(name)!, weights.get(name)!);
  const hidden = addLstm(graph, sequence, network.lstmUnits, weights);
  const shares = addShares(graph, "attention", hidden, weight);
  const branches = [addMean(graph, "attention", hidden, shares)];
  if (network.statisticsBranch) {
    branches.push(...addStatistics(graph, sequence, weight));
  }
  const pooled = graph.node("pooled", "Concat", branches, { axis: 1 });
  const dense = [weight("dense/kernel"), weight("dense/bias")];
  return graph.node("logits", "Gemm", [pooled, ...dense]);
}

/** `[steps, batch, embeddingSize]` to `[batch, steps, 2 * units]`. */
function addLstm(
  graph: GraphBuilder,
  sequence: string,
  units: number,
  weights: WeightArrays,
): string {
  const { kernel, recurrent, bias } = lstmWeights(weights, units);
  const rowLength = kernel.length / (8 * units);
  const directions = graph.node("lstm", "LSTM", [
    sequence,
    graph.weights("lstm/kernel", [2, 4 * units, rowLength], kernel),
    graph.weights("lstm/recurrent", [2, 4 * units, units], recurrent),
    graph.weights("lstm/bias", [2, 8 * units], bias),
  ], { direction: "bidirectional", hidden_size: units });
  // [steps, 2, batch, units]
  const byItem = graph.node("hidden/directions", "Transpose", [directions], {
    perm: [2, 0, 1, 3],
  });
  const shape = graph.integers("hidden/shape", [SAME, SAME, 2 * units]);
  return graph.node("hidden", "Reshape", [byItem, shape]);
}

/** What the branch takes of each step of `[batch, steps, size]`: `[batch, 1, steps]`, of sum 1. */
function addShares(
  graph: GraphBuilder,
  branch: string,
  sequence: string,
  weight: Weight,
): string {
  const kernel = weight(`${branch}/kernel`);
  const scores = graph.node(`${branch}/scores`, "MatMul", [sequence, kernel]);
  const shares = graph.node(`${branch}/softmax`, "Softmax", [scores], {
    axis: 1,
  });
  return graph.node(`${branch}/shares`, "Transpose", [shares], {
    perm: [0, 2, 1],
  });
}

/** The weighted mean of the steps, `[batch, size]`. */
function addMean(
  graph: GraphBuilder,
  name: string,
  sequence: string,
  shares: string,
): string {
  const sums = graph.node(`${name}/sums`, "MatMul", [shares, sequence]);
  const axes = graph.integers(`${name}/axes`, [1]);
  return graph.node(`${name}/mean`, "Squeeze", [sums, axes]);
}

/** Mean and deviation of the embeddings, weighted by one attention, each `[batch, embeddingSize]`. */
function addStatistics(
  graph: GraphBuilder,
  sequence: string,
  weight: Weight,
): [mean: string, deviation: string] {
  const byItem = graph.node("statistics/embeddings", "Transpose", [sequence], {
    perm: [1, 0, 2],
  });
  const shares = addShares(graph, "statistics", byItem, weight);
  const mean = addMean(graph, "statistics", byItem, shares);
  const squares = graph.node("statistics/squares", "Mul", [byItem, byItem]);
  const meanSquare = addMean(graph, "statistics/square", squares, shares);
  const squareMean = graph.node("statistics/square_mean", "Mul", [mean, mean]);
  const variance = graph.node("statistics/variance", "Sub", [
    meanSquare,
    squareMean,
  ]);
  const floored = graph.node("statistics/floored", "Max", [
    variance,
    graph.scalar("statistics/min_variance", MIN_VARIANCE),
  ]);
  return [mean, graph.node("statistics/deviations", "Sqrt", [floored])];
}
