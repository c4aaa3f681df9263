/**
 * The scorer as it is served: one kernel from windows of steps to logits
 * (`assembly/score.ts`).
 *
 * A step is what the scorer keeps of an embedding: the projections of the LSTM
 * depend on nothing else, so they too are computed once and stay with it, packed,
 * while windows pass over it.
 *
 * `network.ts` has the same as layers that can be trained.
 *
 * @module
 */
import { tableLength } from "./kernels/module.ts";
import { type Part, spread } from "./kernels/spread.ts";
import { SQUASH } from "./kernels/squash.ts";
import {
  encoderShape,
  type NetworkSpec,
  pooledSize,
  stepSize,
} from "./network_spec.ts";
import type { Resident } from "./resident.ts";
import type { WeightArrays } from "./weight_arrays.ts";

/** Windows on the heap: their first steps are known, the last are fresh. */
export interface Windows {
  /** Address of `[count, stepCount, stepSize]`, of which only the embeddings of the fresh steps are there. */
  readonly address: number;
  /** Address of `[count, stepCount]` packed steps, from the scorer's first byte on; the fresh ones are output. */
  readonly packed: number;
  readonly count: number;
  readonly stepCount: number;
  readonly freshCount: number;
}

/** Windows that share a pass over the weights: the rows of a tile. */
const GRANULE = 4;

/** The scorer of one network on the heap; what it keeps there belongs to `resident`. */
export class Scorer {
  readonly #resident: Resident;
  readonly #network: NetworkSpec;
  readonly #packedStepBytes: number;
  readonly #plan: number;

  /** @param packedStepBytes From one packed step of a window to the next. */
  constructor(
    resident: Resident,
    network: NetworkSpec,
    weights: WeightArrays,
    packedStepBytes: number,
  ) {
    const { lstmUnits: units, labelCount, statisticsBranch } = network;
    const { embeddingSize } = encoderShape(network);
    const named = (name: string) => weights.get(name)!;
    const panels = (name: string, depth: number, width: number) =>
      resident.keepPanels(named(name), depth, width);
    const both = (part: string, rows: number) =>
      beside(
        named(`lstm/forward/${part}`),
        named(`lstm/backward/${part}`),
        rows,
      );
    const kernel = both("kernel", embeddingSize);
    this.#resident = resident;
    this.#network = network;
    this.#packedStepBytes = packedStepBytes;
    this.#plan = resident.keepWords([
      ...[embeddingSize, units, labelCount, packedStepBytes],
      resident.keepPanels(kernel, embeddingSize, 8 * units),
      resident.keep(both("bias", 1)),
      panels("lstm/forward/recurrent", units, 4 * units),
      panels("lstm/backward/recurrent", units, 4 * units),
      resident.keep(named("attention/kernel")),
      statisticsBranch ? resident.keep(named("statistics/kernel")) : 0,
      panels("dense/kernel", pooledSize(network), labelCount),
      resident.keep(named("dense/bias")),
      resident.keep(SQUASH),
    ]);
  }

  /** Values of scratch that a thread needs for at most so many windows. */
  scratchLength(count: number, stepCount: number): number {
    const { lstmUnits: units } = this.#network;
    const ofWindow = stepCount * 2 * units + units + pooledSize(this.#network);
    return count * ofWindow + stepCount + tableLength(1);
  }

  /**
   * Completes and packs the fresh steps of windows and scores them, on all
   * threads of the backend.
   *
   * @param logits Address of the output, `[count, labelCount]`.
   * @param scratch Address of as much as {@linkcode scratchLength} for each thread.
   */
  score(windows: Windows, logits: number, scratch: number): void {
    const { address, packed, count, stepCount, freshCount } = windows;
    const windowBytes = 4 * stepCount * stepSize(this.#network);
    const packedBytes = stepCount * this.#packedStepBytes;
    const length = this.scratchLength(count, stepCount);
    const tableOffset = 4 * (length - tableLength(1));
    const numbersOf = (part: Part) => {
      const own = scratch + 4 * part.index * length;
      return [
        this.#plan,
        address + part.first * windowBytes,
        packed + part.first * packedBytes,
        logits + 4 * part.first * this.#network.labelCount,
        ...[own, own + tableOffset],
        ...[part.count, stepCount, freshCount],
      ];
    };
    spread(this.#resident.backend, "score", count, numbersOf, GRANULE);
  }
}

/** Two matrices of `rows` rows as one, row beside row. */
function beside(
  left: Float32Array,
  right: Float32Array,
  rows: number,
): Float32Array {
  const width = left.length / rows;
  const both = new Float32Array(2 * left.length);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    both.set(left.subarray(from, from + width), 2 * from);
    both.set(right.subarray(from, from + width), 2 * from + width);
  }
  return both;
}
