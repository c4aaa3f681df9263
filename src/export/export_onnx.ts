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
import type { WeightArrays } from "../model/weight_arrays.ts";
import { addEncoder } from "./encoder_graph.ts";
import { type Graph, GraphBuilder } from "./graph.ts";
import { encodeOnnx } from "./onnx_file.ts";
import { addScorer } from "./scorer_graph.ts";

/** Writes the network of a model; the same model gives the same bytes. */
export function exportOnnx(card: ModelCard, weights: WeightArrays): Uint8Array {
  return encodeOnnx({
    graph: networkGraph(card, weights),
    description: description(card),
    metadata: metadata(card),
  });
}

function networkGraph(card: ModelCard, weights: WeightArrays): Graph {
  const builder = new GraphBuilder();
  const sequence = addEncoder(builder, "rows", card, weights);
  const logits = addScorer(builder, sequence, card.network, weights);
  addPosterior(builder, logits, card.temperature);
  const { nodes, constants } = builder;
  return { name: card.name, ...ports(card), nodes, constants };
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
