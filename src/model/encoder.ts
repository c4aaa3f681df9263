/**
 * The encoder as it is served: convolutions with normalisation, bias and ReLU
 * folded in, each writing where the next one reads.
 *
 *     raw rows ─► padded rows ─► padded maps ─► ... ─► embeddings
 *
 * `network.ts` has the same as layers that can be trained.
 *
 * @module
 */
import { foldBatchNorm } from "./batch_norm.ts";
import { kernelsOf, tableLength } from "./kernels/module.ts";
import type { NetworkSpec } from "./network_spec.ts";
import type { Resident } from "./resident.ts";
import type { BandStatistics } from "./standardise.ts";
import type { WeightArrays } from "./weight_arrays.ts";

/** Where the embeddings go. */
export interface EmbeddingRows {
  /** Address of the first item's first. */
  readonly address: number;
  /** Values from one embedding of an item to the next. */
  readonly width: number;
  /** Values from the first embedding of one item to that of the next. */
  readonly itemWidth: number;
}

/** One convolution on the heap. */
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

/** The encoder of one model on the heap; its weights belong to `resident`. */
export class Encoder {
  readonly #resident: Resident;
  readonly #melCount: number;
  readonly #layers: readonly Layer[];
  readonly #mean: number;
  readonly #scale: number;

  constructor(
    resident: Resident,
    network: NetworkSpec,
    weights: WeightArrays,
    { mean, deviation }: BandStatistics,
  ) {
    this.#resident = resident;
    this.#melCount = network.melCount;
    this.#layers = createLayers(resident, network, weights);
    this.#mean = resident.keep(mean);
    this.#scale = resident.keep(
      Array.from(deviation, (value) => 1 / value),
    );
  }

  /** Values of scratch for so many blocks of so many rows: the input of each layer, and a table. */
  scratchLengths(blockCount: number, rowCount: number): number[] {
    const rowCounts = this.#rowCounts(rowCount);
    return [
      ...this.#layers.map(({ inWidth }, i) =>
        blockCount * rowCounts[i]! * inWidth
      ),
      tableLength(Math.max(...this.#layers.map(({ kernel }) => kernel))),
    ];
  }

  /**
   * Encodes blocks.
   *
   * @param rows Address of raw log-Mel, `[blockCount, rowCount, melCount]`.
   * @param scratch As {@linkcode scratchLengths} asks for.
   */
  encode(
    rows: number,
    blockCount: number,
    rowCount: number,
    scratch: readonly number[],
    to: EmbeddingRows,
  ): void {
    const kernels = kernelsOf(this.#resident.backend);
    const layers = this.#layers;
    const table = scratch[layers.length]!;
    const rowCounts = this.#rowCounts(rowCount);
    kernels.standardise(
      rows,
      scratch[0]!,
      this.#mean,
      this.#scale,
      blockCount * rowCount,
      this.#melCount,
      layers[0]!.inMargin,
    );
    layers.forEach((layer, i) => {
      const { columns, channels, kernel, timeStride, step, run } = layer;
      const next = layers[i + 1];
      const outRows = rowCounts[i + 1]!;
      const margin = next?.inMargin ?? 0;
      const width = next?.inWidth ?? to.width;
      const itemWidth = next ? outRows * width : to.itemWidth;
      const output = next ? scratch[i + 1]! + 4 * margin : to.address;
      kernels.convolve(
        ...[scratch[i]!, layer.panels, output, table],
        ...[blockCount, rowCounts[i]!, layer.inWidth],
        ...[outRows, columns, channels, kernel, timeStride, step, run],
        ...[width, itemWidth],
      );
      const finish = (at: number, rowCount: number) =>
        kernels.finish(
          ...[at, layer.bias, rowCount, width, columns, channels, margin, 1],
        );
      if (next) finish(output, blockCount * outRows);
      else {
        for (let item = 0; item < blockCount; item++) {
          finish(output + 4 * item * itemWidth, outRows);
        }
      }
    });
  }

  /** Rows of each layer's input, and of the embeddings. */
  #rowCounts(rowCount: number): number[] {
    const counts = [rowCount];
    for (const { kernel, timeStride } of this.#layers) {
      counts.push(Math.floor((counts.at(-1)! - kernel) / timeStride) + 1);
    }
    return counts;
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
