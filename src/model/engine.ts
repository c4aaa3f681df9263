/**
 * Runs the network on batches of requests: plain arrays in, plain arrays out.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { Encoder } from "./encoder.ts";
import { heapValues, memoryOf, withScratch } from "./kernels/module.ts";
import { threadCountOf } from "./kernels/spread.ts";
import { encoderShape, type NetworkSpec, stepSize } from "./network_spec.ts";
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
  /** `[known, stepSize]`, the steps that are known, oldest first. */
  readonly steps: Float32Array;
}

/** A scored window. */
export interface EngineResult {
  /** `[new, stepSize]`. */
  readonly steps: Float32Array;
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
  readonly steps: Float32Array[];
  readonly logits: Float32Array[];
}

/** The network with its weights on the backend's heap, as the kernels read them. */
export class Engine {
  readonly #card: EngineCard;
  readonly #resident: Resident;
  readonly #encoder: Encoder;
  readonly #scorer: Scorer;
  readonly #stepSize: number;

  /** Needs the WASM backend. */
  constructor(card: EngineCard, weights: WeightArrays) {
    const { network, statistics } = card;
    this.#card = card;
    this.#resident = new Resident(tf.backend() as BackendWasm);
    this.#stepSize = stepSize(network);
    this.#encoder = new Encoder(
      this.#resident,
      network,
      weights,
      statistics,
      this.#stepSize,
    );
    this.#scorer = new Scorer(this.#resident, network, weights);
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
    return this.logitsOfAll([rows])[0]!;
  }

  /** The same of windows of one length, together. */
  logitsOfAll(windows: readonly Float32Array[]): Float32Array[] {
    const steps = new Float32Array();
    return this.#run(windows.map((rows) => ({ rows: [rows], steps }))).logits;
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
    const known = requests[0]!.steps.length / this.#stepSize;
    const freshCount = this.#freshCount(rowCount);
    const stepCount = known + freshCount;
    const itemWidth = stepCount * this.#stepSize;
    const scratchLength = Math.max(
      freshCount > 0 ? this.#encoder.scratchLength(rowCount) : 0,
      this.#scorer.scratchLength(count, stepCount),
    );
    const lengths = [
      count * itemWidth,
      count * rowCount * melCount,
      count * labelCount,
      scratchLength * threadCountOf(backend),
    ];
    let scored: Scored | undefined;
    withScratch(backend, lengths, (...addresses) => {
      const [address, rows, logits, scratch] = addresses as [
        ...[number, number, number, number],
      ];
      const fresh = address + 4 * known * this.#stepSize;
      this.#place(requests, address, rows, itemWidth);
      if (freshCount > 0) {
        const blocks = { address: rows, count, rowCount };
        this.#encoder.encode(blocks, { address: fresh, itemWidth }, scratch);
      }
      const windows = { address, count, stepCount, freshCount };
      this.#scorer.score(windows, logits, scratch);
      const valuesAt = (address: number, width: number, length: number) =>
        Array.from(
          { length: count },
          (_, i) =>
            heapValues(backend, address + 4 * i * width, length).slice(),
        );
      scored = {
        steps: valuesAt(fresh, itemWidth, freshCount * this.#stepSize),
        logits: valuesAt(logits, labelCount, labelCount),
      };
    });
    return scored!;
  }

  /** Steps that so many rows become. */
  #freshCount(rowCount: number): number {
    if (rowCount === 0) return 0;
    const { blockRows, strideRows } = encoderShape(this.#card.network);
    return Math.floor((rowCount - blockRows) / strideRows) + 1;
  }

  /** Copies what is known of the requests, and their rows, onto the heap. */
  #place(
    requests: readonly EngineRequest[],
    windows: number,
    rows: number,
    itemWidth: number,
  ): void {
    const heap = new Float32Array(memoryOf(this.#resident.backend).buffer);
    let toRow = rows / 4;
    requests.forEach((request, i) => {
      heap.set(request.steps, windows / 4 + i * itemWidth);
      for (const part of request.rows) {
        heap.set(part, toRow);
        toRow += part.length;
      }
    });
  }
}

function lengthOf(parts: readonly Float32Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
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
