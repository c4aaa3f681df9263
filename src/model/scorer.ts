/**
 * The scorer as it is served: from a window of steps to logits.
 *
 *     step   | embedding | input projections, forward | ... backward |
 *
 * A step is what the scorer keeps of an embedding: the projections of the LSTM
 * depend on nothing else, so they too are computed once and stay with it while
 * windows pass over it.
 *
 * `network.ts` has the same as layers that can be trained.
 *
 * @module
 */
import { heapValues, kernelsOf, tableLength } from "./kernels/module.ts";
import {
  encoderShape,
  type NetworkSpec,
  pooledSize,
  stepSize,
} from "./network_spec.ts";
import type { Resident } from "./resident.ts";
import type { WeightArrays } from "./weight_arrays.ts";

/** Windows on the heap. */
export interface WindowSteps {
  /** Address of `[windowCount, stepCount, stepSize]`. */
  readonly address: number;
  readonly windowCount: number;
  readonly stepCount: number;
}

/** The scorer of one model on the heap; its weights belong to `resident`. */
export class Scorer {
  readonly #resident: Resident;
  readonly #network: NetworkSpec;
  readonly #embeddingSize: number;
  readonly #stepSize: number;
  /** Addresses: of both directions together, and of each. */
  readonly #projection: { readonly panels: number; readonly bias: number };
  readonly #recurrent: readonly [forward: number, backward: number];
  readonly #attention: number;
  readonly #statistics: number | undefined;
  readonly #dense: number;
  readonly #denseBias: Float32Array;

  constructor(
    resident: Resident,
    network: NetworkSpec,
    weights: WeightArrays,
  ) {
    const { lstmUnits: units, labelCount } = network;
    const { embeddingSize } = encoderShape(network);
    const named = (name: string) => weights.get(name)!;
    const ofDirection = (part: string) =>
      [named(`lstm/forward/${part}`), named(`lstm/backward/${part}`)] as const;
    this.#resident = resident;
    this.#network = network;
    this.#embeddingSize = embeddingSize;
    this.#stepSize = stepSize(network);
    const kernel = beside(...ofDirection("kernel"), embeddingSize);
    this.#projection = {
      panels: resident.keepPanels(kernel, embeddingSize, 8 * units),
      bias: resident.keep(beside(...ofDirection("bias"), 1)),
    };
    const [forward, backward] = ofDirection("recurrent");
    this.#recurrent = [
      resident.keepPanels(forward, units, 4 * units),
      resident.keepPanels(backward, units, 4 * units),
    ];
    this.#attention = resident.keep(named("attention/kernel"));
    this.#statistics = network.statisticsBranch
      ? resident.keep(named("statistics/kernel"))
      : undefined;
    const depth = pooledSize(network);
    this.#dense = resident.keepPanels(named("dense/kernel"), depth, labelCount);
    this.#denseBias = named("dense/bias");
  }

  /** Values of scratch to complete and score so many windows of so many steps. */
  scratchLengths(windowCount: number, stepCount: number): number[] {
    const { lstmUnits: units, labelCount } = this.#network;
    return [
      tableLength(1),
      windowCount * stepCount * 2 * units,
      windowCount * 4 * units,
      windowCount * units,
      stepCount,
      windowCount * pooledSize(this.#network),
      windowCount * labelCount,
    ];
  }

  /**
   * Completes the last `count` steps of every window, whose embeddings are
   * there, by their projections.
   *
   * @param scratch As {@linkcode scratchLengths} asks for.
   */
  project(
    { address, windowCount, stepCount }: WindowSteps,
    count: number,
    [table]: readonly number[],
  ): void {
    const kernels = kernelsOf(this.#resident.backend);
    const { panels, bias } = this.#projection;
    const size = this.#embeddingSize;
    const width = 8 * this.#network.lstmUnits;
    const itemWidth = stepCount * this.#stepSize;
    const first = address + 4 * (stepCount - count) * this.#stepSize;
    const projections = first + 4 * size;
    for (let item = 0; item < windowCount; item++) {
      const offset = 4 * item * itemWidth;
      kernels.convolve(
        ...[first + offset, panels, projections + offset, table!],
        ...[1, count, this.#stepSize, count, 1, width],
        ...[1, 1, size, size, this.#stepSize, itemWidth],
      );
      kernels.finish(
        ...[projections + offset, bias, count, this.#stepSize, 1, width, 0, 0],
      );
    }
  }

  /**
   * Scores windows whose steps are complete.
   *
   * @param scratch As {@linkcode scratchLengths} asks for.
   * @returns Logits of each, `[labelCount]`.
   */
  score(
    { address, windowCount, stepCount }: WindowSteps,
    scratch: readonly number[],
  ): Float32Array[] {
    const { backend } = this.#resident;
    const kernels = kernelsOf(backend);
    const { lstmUnits: units, labelCount } = this.#network;
    const [, hidden, sums, cells, shares, pooled, logits] = scratch as [
      ...[number, number, number, number, number, number, number],
    ];
    const size = this.#embeddingSize;
    const depth = pooledSize(this.#network);
    this.#recurrent.forEach((panels, reverse) =>
      kernels.recur(
        ...[address + 4 * (size + reverse * 4 * units), this.#stepSize],
        ...[panels, hidden + 4 * reverse * units, 2 * units, sums, cells],
        ...[windowCount, stepCount, units, reverse],
      )
    );
    kernels.pool(
      ...[hidden, 2 * units, this.#attention, pooled, depth, 0, shares],
      ...[windowCount, stepCount, 2 * units],
    );
    if (this.#statistics !== undefined) {
      kernels.pool(
        ...[address, this.#stepSize, this.#statistics],
        ...[pooled + 4 * 2 * units, depth, 1, shares],
        ...[windowCount, stepCount, size],
      );
    }
    const all = heapValues(backend, logits, windowCount * labelCount);
    for (let i = 0; i < windowCount; i++) {
      all.set(this.#denseBias, i * labelCount);
    }
    kernels.addProduct(
      ...[pooled, depth, this.#dense, depth],
      ...[logits, labelCount, windowCount, labelCount],
    );
    return Array.from(
      { length: windowCount },
      (_, i) => all.slice(i * labelCount, (i + 1) * labelCount),
    );
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
