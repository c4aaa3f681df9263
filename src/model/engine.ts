/**
 * Runs the network on batches of requests: plain arrays in, plain arrays out.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { foldBatchNorm, type FoldedLayer } from "./batch_norm.ts";
import { encode, padding, scoreWindow } from "./network.ts";
import {
  type EncoderShape,
  encoderShape,
  type NetworkSpec,
} from "./network_spec.ts";
import { scoped } from "./scoped.ts";
import { type BandStatistics, standardise } from "./standardise.ts";
import { toTensors, type WeightArrays } from "./weight_arrays.ts";

/** A window to score: what is known of it, and the rows that complete it. */
export interface EngineRequest {
  /** Log-Mel `[rows, melCount]`, for the embeddings that are new; may be empty. */
  readonly rows: Float32Array;
  /** `[known, embeddingSize]`, those that are known, oldest first. */
  readonly embeddings: Float32Array;
}

/** A scored window. */
export interface EngineResult {
  /** `[new, embeddingSize]`. */
  readonly embeddings: Float32Array;
  /** Calibrated posterior `[labels]`; sums to 1. */
  readonly posterior: Float32Array;
}

/** The part of a card that scoring depends on. */
export interface EngineCard {
  readonly network: NetworkSpec;
  readonly statistics: BandStatistics;
  /** Logits are divided by it. */
  readonly temperature: number;
}

/** The network with its weights on the backend, normalisation folded in. */
export class Engine {
  readonly #card: EngineCard;
  readonly #shape: EncoderShape;
  readonly #weights: Map<string, tf.Tensor>;
  readonly #layers: readonly FoldedLayer[];

  constructor(card: EngineCard, weights: WeightArrays) {
    this.#card = card;
    this.#shape = encoderShape(card.network);
    this.#weights = toTensors(card.network, weights);
    this.#layers = card.network.convolutions.map((_, layer) =>
      foldBatchNorm(this.#weights, layer)
    );
  }

  /** Scores requests together; results in their order. Keeps no tensor. */
  score(requests: readonly EngineRequest[]): EngineResult[] {
    const fresh = batched(
      requests.map(({ rows }) => rows),
      (rows) => this.#encode(rows),
    );
    const windows = requests.map(({ embeddings }, i) =>
      joined(embeddings, fresh[i]!)
    );
    const logits = batched(windows, (batch) => this.#logits(batch));
    return fresh.map((embeddings, i) => ({
      embeddings,
      posterior: softmax(logits[i]!, this.#card.temperature),
    }));
  }

  /** Logits of one window from its rows, `[labels]`: the offline way. */
  logitsOf(rows: Float32Array): Float32Array {
    return this.logitsOfAll([rows])[0]!;
  }

  /** The same of windows of one length, together. */
  logitsOfAll(windows: readonly Float32Array[]): Float32Array[] {
    return this.#logits(this.#encode(windows));
  }

  /** Frees the weights. */
  dispose(): void {
    for (const tensor of this.#weights.values()) tensor.dispose();
    for (const { kernel, bias } of this.#layers) tf.dispose([kernel, bias]);
  }

  /** Blocks of one length, `[rows, melCount]` each, to embeddings. */
  #encode(blocks: readonly Float32Array[]): Float32Array[] {
    if (blocks[0]!.length === 0) return blocks.map(() => new Float32Array());
    const { network, statistics } = this.#card;
    const { melCount } = network;
    const size = blocks[0]!.length;
    const input = new Float32Array(blocks.length * size);
    blocks.forEach((block, i) =>
      standardise(block, statistics, input.subarray(i * size, (i + 1) * size))
    );
    return scoped(() => {
      const rows = tf.tensor3d(input, [
        blocks.length,
        size / melCount,
        melCount,
      ]);
      const embeddings = encode(
        rows,
        network,
        (maps, layer) => this.#convolve(maps, layer),
      );
      return split(embeddings, blocks.length);
    });
  }

  #convolve(maps: tf.Tensor4D, layer: number): tf.Tensor4D {
    const size = this.#card.network.convolutions[layer]!;
    const { kernel, bias } = this.#layers[layer]!;
    return tf.fused.conv2d({
      x: maps,
      filter: kernel,
      strides: [size.timeStride, size.frequencyStride],
      pad: padding(size) as unknown as "valid",
      bias,
      activation: "relu",
    });
  }

  /** Windows of one length, `[steps, embeddingSize]` each, to logits. */
  #logits(windows: readonly Float32Array[]): Float32Array[] {
    const { embeddingSize } = this.#shape;
    const steps = windows[0]!.length / embeddingSize;
    const input = windows.length === 1 ? windows[0]! : joined(...windows);
    return scoped(() => {
      const embeddings = tf.tensor3d(input, [
        windows.length,
        steps,
        embeddingSize,
      ]);
      const logits = scoreWindow(embeddings, this.#weights, this.#card.network);
      return split(logits, windows.length);
    });
  }
}

/** Runs `act` once for each length that occurs among the inputs; results in the inputs' order. */
function batched(
  inputs: readonly Float32Array[],
  act: (batch: readonly Float32Array[]) => Float32Array[],
): Float32Array[] {
  const results = new Array<Float32Array>(inputs.length);
  const byLength = Map.groupBy(inputs.keys(), (i) => inputs[i]!.length);
  for (const indices of byLength.values()) {
    act(indices.map((i) => inputs[i]!)).forEach((result, j) =>
      results[indices[j]!] = result
    );
  }
  return results;
}

/** A tensor's values, cut into one part for each item of the batch. */
function split(tensor: tf.Tensor, batch: number): Float32Array[] {
  const values = tensor.dataSync<"float32">();
  const size = values.length / batch;
  return Array.from(
    { length: batch },
    (_, i) => values.slice(i * size, (i + 1) * size),
  );
}

function joined(...parts: readonly Float32Array[]): Float32Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Softmax of logits divided by a temperature. */
function softmax(logits: Float32Array, temperature: number): Float32Array {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) =>
    Math.exp((logit - largest) / temperature)
  );
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
