/**
 * Runs a model's networks on batches of requests: plain arrays in, plain arrays out.
 *
 * A step holds what each network keeps of an embedding, one after the other;
 * what they answer is the mean of their logits.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { Encoder } from "./encoder.ts";
import { heapValues, memoryOf, withScratch } from "./kernels/module.ts";
import { threadCountOf } from "./kernels/spread.ts";
import {
  type EncoderShape,
  encoderShape,
  type NetworkSpec,
  stepBytes,
  stepSize,
} from "./network_spec.ts";
import { lengthOf, placeParts } from "./parts.ts";
import { Resident } from "./resident.ts";
import { Scorer } from "./scorer.ts";
import type { BandStatistics } from "./standardise.ts";
import type { WeightArrays } from "./weight_arrays.ts";

/** A window to score: what is known of it, and the rows that complete it. */
export interface EngineRequest {
  /**
   * Raw log-Mel `[rows, melCount]` for the steps that are new, in parts that lie
   * one after the other; may be empty.
   */
  readonly rows: readonly Float32Array[];
  /** `[known, stepBytes]`, the steps that are known, oldest first, as results gave them. */
  readonly steps: Uint8Array;
}

/** A scored window. */
export interface EngineResult {
  /** `[new, stepBytes]`. */
  readonly steps: Uint8Array<ArrayBuffer>;
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

/** What windows of one shape give. */
interface Scored {
  readonly steps: Uint8Array<ArrayBuffer>[];
  readonly logits: Float32Array[];
}

/** One of a model's networks. */
interface Member {
  readonly encoder: Encoder;
  readonly scorer: Scorer;
  /** Bytes of a packed step that are the networks' before it. */
  readonly offset: number;
}

/** The networks with their weights on the backend's heap, as the kernels read them. */
export class Engine {
  readonly #card: EngineCard;
  readonly #resident: Resident;
  readonly #members: readonly Member[];
  readonly #shape: EncoderShape;
  /** Values of one network's step, and bytes of all networks' packed. */
  readonly #stepSize: number;
  readonly #stepBytes: number;

  /**
   * Needs the WASM backend.
   *
   * @param members The weights of each network, one or several.
   */
  constructor(card: EngineCard, members: readonly WeightArrays[]) {
    const { network, statistics } = card;
    const resident = new Resident(tf.backend() as BackendWasm);
    const size = stepSize(network);
    const bytes = members.length * stepBytes(network);
    this.#card = card;
    this.#resident = resident;
    this.#shape = encoderShape(network);
    this.#stepSize = size;
    this.#stepBytes = bytes;
    this.#members = members.map((weights, i) => ({
      encoder: new Encoder(resident, network, weights, statistics, size),
      scorer: new Scorer(resident, network, weights, bytes),
      offset: i * stepBytes(network),
    }));
  }

  /** Scores requests together; results in their order. Keeps nothing of them. */
  score(requests: readonly EngineRequest[]): EngineResult[] {
    const results = new Array<EngineResult>(requests.length);
    const byShape = Map.groupBy(
      requests.keys(),
      (i) => `${lengthOf(requests[i]!.rows)} ${requests[i]!.steps.length}`,
    );
    for (const indices of byShape.values()) {
      const { steps, logits } = this.#run(indices.map((i) => requests[i]!));
      indices.forEach((index, i) =>
        results[index] = {
          steps: steps[i]!,
          posterior: softmax(logits[i]!, this.#card.temperature),
        }
      );
    }
    return results;
  }

  /** Logits of one window from its rows, `[labels]`: the offline way. */
  logitsOf(rows: Float32Array): Float32Array {
    return this.#run([{ rows: [rows], steps: new Uint8Array() }]).logits[0]!;
  }

  /** Frees the weights. */
  dispose(): void {
    this.#resident.dispose();
  }

  /** Scores requests of one shape: as many rows, as many steps. */
  #run(requests: readonly EngineRequest[]): Scored {
    const { backend } = this.#resident;
    const { melCount, labelCount } = this.#card.network;
    const count = requests.length;
    const rowCount = lengthOf(requests[0]!.rows) / melCount;
    const known = requests[0]!.steps.length / this.#stepBytes;
    const freshCount = this.#freshCount(rowCount);
    const stepCount = known + freshCount;
    const itemWidth = stepCount * this.#stepSize;
    const itemBytes = stepCount * this.#stepBytes;
    const { encoder, scorer } = this.#members[0]!; // the others are of its sizes
    const scratchLength = Math.max(
      freshCount > 0 ? encoder.scratchLength(rowCount) : 0,
      scorer.scratchLength(count, stepCount),
    );
    const lengths = [
      count * itemWidth,
      Math.ceil(count * itemBytes / 4),
      count * rowCount * melCount,
      this.#members.length * count * labelCount,
      scratchLength * threadCountOf(backend),
    ];
    let scored: Scored | undefined;
    withScratch(backend, lengths, (...addresses) => {
      const [address, packed, rows, logits, scratch] = addresses as [
        ...[number, number, number, number, number],
      ];
      this.#place(requests, packed, rows, itemBytes);
      this.#members.forEach(({ encoder, scorer, offset }, i) => {
        if (freshCount > 0) {
          const blocks = { address: rows, count, rowCount };
          const fresh = address + 4 * known * this.#stepSize;
          encoder.encode(blocks, { address: fresh, itemWidth }, scratch);
        }
        const own = packed + offset;
        const windows = { address, packed: own, count, stepCount, freshCount };
        scorer.score(windows, logits + 4 * i * count * labelCount, scratch);
      });
      const { buffer } = memoryOf(backend);
      const bytes = new Uint8Array(buffer, packed, count * itemBytes);
      const knownBytes = known * this.#stepBytes;
      scored = {
        steps: requests.map((_, i) =>
          bytes.slice(i * itemBytes + knownBytes, (i + 1) * itemBytes)
        ),
        logits: this.#meanLogits(logits, count),
      };
    });
    return scored!;
  }

  /** The mean over the networks of logits on the heap, `[members, count, labelCount]`. */
  #meanLogits(address: number, count: number): Float32Array[] {
    const { backend } = this.#resident;
    const { labelCount } = this.#card.network;
    const memberCount = this.#members.length;
    const length = count * labelCount;
    const all = heapValues(backend, address, memberCount * length);
    const mean = Float32Array.from({ length }, (_, at) => {
      let sum = 0;
      for (let from = at; from < all.length; from += length) sum += all[from]!;
      return sum / memberCount;
    });
    return Array.from(
      { length: count },
      (_, i) => mean.slice(i * labelCount, (i + 1) * labelCount),
    );
  }

  /** Steps that so many rows become. */
  #freshCount(rowCount: number): number {
    if (rowCount === 0) return 0;
    const { blockRows, strideRows } = this.#shape;
    return Math.floor((rowCount - blockRows) / strideRows) + 1;
  }

  /** Copies what is known of the requests, and their rows, onto the heap. */
  #place(
    requests: readonly EngineRequest[],
    packed: number,
    rows: number,
    itemBytes: number,
  ): void {
    const { buffer } = memoryOf(this.#resident.backend);
    const bytes = new Uint8Array(buffer);
    const values = new Float32Array(buffer);
    const blockSize = lengthOf(requests[0]!.rows);
    requests.forEach((request, i) => {
      bytes.set(request.steps, packed + i * itemBytes);
      placeParts(request.rows, values, rows / 4 + i * blockSize);
    });
  }
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
