/**
 * The encoder as it is served: convolutions with normalisation, bias and ReLU
 * folded in, one kernel from raw rows to embeddings (`assembly/encode.ts`).
 *
 * `network.ts` has the same as layers that can be trained.
 *
 * @module
 */
import { foldBatchNorm } from "./batch_norm.ts";
import { tableLength } from "./kernels/module.ts";
import { type Part, spread } from "./kernels/spread.ts";
import type { NetworkSpec } from "./network_spec.ts";
import type { Resident } from "./resident.ts";
import type { BandStatistics } from "./standardise.ts";
import type { WeightArrays } from "./weight_arrays.ts";

/** Blocks of one length on the heap. */
export interface Blocks {
  /** Address of raw log-Mel, `[count, rowCount, melCount]`. */
  readonly address: number;
  readonly count: number;
  readonly rowCount: number;
}

/** Where the embeddings of blocks go. */
export interface Embeddings {
  /** Address of the first block's first. */
  readonly address: number;
  /** Values from the first embedding of one block to that of the next. */
  readonly itemWidth: number;
}

/** One convolution, as the kernel's plan has it. */
interface Layer {
  /** Addresses. */
  readonly panels: number;
  readonly bias: number;
  readonly kernel: number;
  readonly timeStride: number;
  /** Of the input: values of a padded row, and of the zeros on either side. */
  readonly inWidth: number;
  readonly inMargin: number;
  /** Values under one row of the kernel, and from one such run to the next. */
  readonly run: number;
  readonly step: number;
  /** Of the output. */
  readonly columns: number;
  readonly channels: number;
}

/** The encoder of one network on the heap; what it keeps there belongs to `resident`. */
export class Encoder {
  readonly #resident: Resident;
  readonly #melCount: number;
  readonly #layers: readonly Layer[];
  readonly #plan: number;
  readonly #tableLength: number;

  /** @param outWidth Values from one embedding of a block to the next. */
  constructor(
    resident: Resident,
    network: NetworkSpec,
    weights: WeightArrays,
    { mean, deviation }: BandStatistics,
    outWidth: number,
  ) {
    const layers = createLayers(resident, network, weights);
    const scale = Array.from(deviation, (value) => 1 / value);
    this.#resident = resident;
    this.#melCount = network.melCount;
    this.#layers = layers;
    this.#plan = resident.keepWords([
      ...[layers.length, network.melCount],
      ...[resident.keep(mean), resident.keep(scale), outWidth],
      ...layers.flatMap(wordsOf),
    ]);
    this.#tableLength = tableLength(
      Math.max(...layers.map(({ kernel }) => kernel)),
    );
  }

  /** Values of scratch that a thread needs for blocks of so many rows. */
  scratchLength(rowCount: number): number {
    return 2 * this.#mapSize(rowCount) + this.#tableLength;
  }

  /**
   * Encodes blocks, on all threads of the backend.
   *
   * @param scratch Address of as much as {@linkcode scratchLength} for each thread.
   */
  encode(blocks: Blocks, to: Embeddings, scratch: number): void {
    const { rowCount } = blocks;
    const mapSize = this.#mapSize(rowCount);
    const blockBytes = 4 * rowCount * this.#melCount;
    const numbersOf = ({ first, count, index }: Part) => {
      const maps = scratch + 4 * index * this.scratchLength(rowCount);
      return [
        this.#plan,
        blocks.address + first * blockBytes,
        to.address + 4 * first * to.itemWidth,
        to.itemWidth,
        ...[maps, mapSize, maps + 4 * 2 * mapSize],
        ...[count, rowCount],
      ];
    };
    spread(this.#resident.backend, "encode", blocks.count, numbersOf);
  }

  /** Values of the largest map that a layer reads. */
  #mapSize(rowCount: number): number {
    let rows = rowCount;
    return Math.max(...this.#layers.map(({ inWidth, kernel, timeStride }) => {
      const size = rows * inWidth;
      rows = Math.floor((rows - kernel) / timeStride) + 1;
      return size;
    }));
  }
}

function createLayers(
  resident: Resident,
  network: NetworkSpec,
  weights: WeightArrays,
): Layer[] {
  let bands = network.melCount;
  let inChannels = 1;
  return network.convolutions.map((size, i) => {
    const { kernel, timeStride, frequencyStride, channels } = size;
    const padding = kernel >> 1;
    const run = kernel * inChannels;
    const folded = foldBatchNorm(weights, i);
    const columns = Math.ceil(bands / frequencyStride);
    const layer = {
      panels: resident.keepPanels(folded.kernel, kernel * run, channels),
      bias: resident.keep(folded.bias),
      kernel,
      timeStride,
      inWidth: (bands + 2 * padding) * inChannels,
      inMargin: padding * inChannels,
      run,
      step: frequencyStride * inChannels,
      columns,
      channels,
    };
    bands = columns;
    inChannels = channels;
    return layer;
  });
}

/** A layer's part of the plan. */
function wordsOf(layer: Layer): number[] {
  const { panels, bias, kernel, timeStride, inWidth, inMargin } = layer;
  const { run, step, columns, channels } = layer;
  return [
    ...[panels, bias, kernel, timeStride, inWidth, inMargin],
    ...[run, step, columns, channels],
  ];
}
