/**
 * A model as an ONNX file, for runtimes that are not ours.
 *
 *     rows [batch, rows, melCount] ─► logits [batch, labelCount] ─► posterior [batch, labelCount]
 *
 * The rows are raw log-Mel, as `src/stream/front_end.ts` gives them; the card's
 * statistics and temperature are in the graph.
 *
 * @module
 */
import { geometryOf, type ModelCard } from "../model/card.ts";
import type { NetworkSpec } from "../model/network_spec.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { addEncoder, addStandardise } from "./encoder_graph.ts";
import { type Graph, GraphBuilder } from "./graph.ts";
import { encodeOnnx } from "./onnx_file.ts";
import { addScorer } from "./scorer_graph.ts";

/** Writes the networks of a model; the same model gives the same bytes. */
export function exportOnnx(
  card: ModelCard,
  members: readonly WeightArrays[],
): Uint8Array {
  return encodeOnnx({
    graph: modelGraph(card, members),
    description: description(card),
    metadata: metadata(card),
  });
}

function modelGraph(
  card: ModelCard,
  members: readonly WeightArrays[],
): Graph {
  const builder = new GraphBuilder();
  const rows = addStandardise(builder, "rows", card.statistics);
  const logits = addMembers(builder, rows, card.network, members);
  addPosterior(builder, logits, card.temperature);
  const { nodes, constants } = builder;
  return { name: card.name, ...ports(card), nodes, constants };
}

/** The mean of the networks' logits; the only network's are named alike. */
function addMembers(
  graph: GraphBuilder,
  rows: string,
  network: NetworkSpec,
  members: readonly WeightArrays[],
): string {
  const logits = members.map((weights, i) => {
    const part = new GraphBuilder(members.length > 1 ? `network${i}/` : "");
    const sequence = addEncoder(part, rows, network, weights);
    const own = addScorer(part, sequence, network, weights);
    graph.include(part);
    return own;
  });
  return logits.length > 1 ? graph.node("logits", "Mean", logits) : logits[0]!;
}

function addPosterior(
  graph: GraphBuilder,
  logits: string,
  temperature: number,
): void {
  const cooled = graph.node("posterior/logits", "Div", [
    logits,
    graph.scalar("temperature", temperature),
  ]);
  graph.node("posterior", "Softmax", [cooled], { axis: 1 });
}

function ports(
  { network }: ModelCard,
): Pick<Graph, "inputs" | "outputs"> {
  const shape = ["batch", network.labelCount];
  return {
    inputs: [{
      name: "rows",
      shape: ["batch", "rows", network.melCount],
      meaning: "raw log-Mel, not standardised",
    }],
    outputs: [
      { name: "logits", shape, meaning: "before temperature and softmax" },
      { name: "posterior", shape, meaning: "calibrated probabilities" },
    ],
  };
}

function description({ name, labels }: ModelCard): string {
  return `Undertone's model "${name}": how a voice sounds, as one of ${
    labels.join(", ")
  }. The metadata says from which features, and under which licence.`;
}

/** What a program needs beside the graph, by the card's names; JSON but for plain words. */
function metadata(card: ModelCard): Record<string, string> {
  const { blockRows, strideRows } = geometryOf(card);
  const rowCount = (embeddings: number) =>
    blockRows + (embeddings - 1) * strideRows;
  return {
    model: card.name,
    created: card.created,
    weightsSha256: card.weights.sha256,
    licence: card.licence,
    labels: JSON.stringify(card.labels),
    features: JSON.stringify(card.features),
    windowRows: String(rowCount(card.window.embeddings)),
    firstWindowRows: String(rowCount(card.window.firstEmbeddings)),
    uncertainBelow: String(card.uncertainBelow),
  };
}
