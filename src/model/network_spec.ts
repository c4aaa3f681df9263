/**
 * The sizes of the network, as a model's card holds them, and what follows from
 * them: names and shapes of the weights, and how rows become embeddings.
 *
 * @module
 */

/** One convolution of the encoder. Time is not padded, frequency is, by `kernel >> 1`. */
export interface ConvolutionSpec {
  /** Side of the square kernel, odd. */
  readonly kernel: number;
  /** Rows between two outputs. */
  readonly timeStride: number;
  /** Bands between two outputs. */
  readonly frequencyStride: number;
  /** Channels of the output. */
  readonly channels: number;
}

/** The sizes of the network. */
export interface NetworkSpec {
  /** Values in a row of log-Mel. */
  readonly melCount: number;
  /** The encoder, input first. */
  readonly convolutions: readonly ConvolutionSpec[];
  /** Hidden units of the LSTM in each direction. */
  readonly lstmUnits: number;
  /** Whether the scorer also pools mean and deviation of the embeddings, beside the LSTM. */
  readonly statisticsBranch: boolean;
  /** Classes. */
  readonly labelCount: number;
}

/** How rows become embeddings: embedding `e` covers rows `[e * strideRows, e * strideRows + blockRows)`. */
export interface EncoderShape {
  /** Rows that one embedding depends on. */
  readonly blockRows: number;
  /** Rows between two embeddings. */
  readonly strideRows: number;
  /** Values in an embedding. */
  readonly embeddingSize: number;
}

/** The network of the project's recipe, for a given number of classes. */
export function recipeNetwork(labelCount: number): NetworkSpec {
  return {
    melCount: 64,
    convolutions: [
      { kernel: 5, timeStride: 2, frequencyStride: 2, channels: 16 },
      { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 32 },
      { kernel: 3, timeStride: 1, frequencyStride: 2, channels: 64 },
      { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 64 },
    ],
    lstmUnits: 64,
    statisticsBranch: true,
    labelCount,
  };
}

/**
 * What one embedding covers, and how long it is.
 *
 * @example The recipe's network
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { encoderShape, recipeNetwork } from "./network_spec.ts";
 *
 * deepStrictEqual(encoderShape(recipeNetwork(8)), {
 *   blockRows: 25,
 *   strideRows: 8,
 *   embeddingSize: 256,
 * });
 * ```
 */
export function encoderShape(spec: NetworkSpec): EncoderShape {
  let blockRows = 1;
  let strideRows = 1;
  let bands = spec.melCount;
  let channels = 1;
  for (const layer of spec.convolutions) {
    blockRows += (layer.kernel - 1) * strideRows;
    strideRows *= layer.timeStride;
    bands = Math.ceil(bands / layer.frequencyStride);
    channels = layer.channels;
  }
  return { blockRows, strideRows, embeddingSize: bands * channels };
}

/**
 * Values of one network's part of a step: what its scorer keeps of an embedding,
 * which is the embedding itself and the LSTM's input projections of it, both ways.
 */
export function stepSize(spec: NetworkSpec): number {
  return encoderShape(spec).embeddingSize + 2 * 4 * spec.lstmUnits;
}

/** Values that share a scale where they are kept in 16 bits each (`kernels/assembly/packed.ts`). */
const PACKED_BLOCK = 32;

/**
 * Bytes of the same as it is kept from window to window, the embedding and the
 * projections packed: half the memory of a channel, for posteriors of speech that
 * differ by less than 2e-5 (of noise by less than 6e-5).
 */
export function stepBytes(spec: NetworkSpec): number {
  const { embeddingSize } = encoderShape(spec);
  return packedBytes(embeddingSize) + packedBytes(2 * 4 * spec.lstmUnits);
}

function packedBytes(count: number): number {
  return 4 * Math.ceil(count / PACKED_BLOCK) + 2 * count;
}

/** Whether the optimiser changes a weight; batch statistics follow the data instead. */
export function isTrained(name: string): boolean {
  return !name.endsWith("/mean") && !name.endsWith("/variance");
}

/** Values that the last layer sees of a window. */
export function pooledSize(spec: NetworkSpec): number {
  const { embeddingSize } = encoderShape(spec);
  return 2 * spec.lstmUnits + (spec.statisticsBranch ? 2 * embeddingSize : 0);
}

/** Name and shape of every weight, in the order in which they are stored. */
export function weightShapes(spec: NetworkSpec): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  let inputChannels = 1;
  spec.convolutions.forEach(({ kernel, channels }, i) => {
    const layer = `convolution${i}`;
    shapes.set(`${layer}/kernel`, [kernel, kernel, inputChannels, channels]);
    for (const part of ["gamma", "beta", "mean", "variance"]) {
      shapes.set(`${layer}/${part}`, [channels]);
    }
    inputChannels = channels;
  });
  const { embeddingSize } = encoderShape(spec);
  const units = spec.lstmUnits;
  for (const direction of ["forward", "backward"]) {
    shapes.set(`lstm/${direction}/kernel`, [embeddingSize, 4 * units]);
    shapes.set(`lstm/${direction}/recurrent`, [units, 4 * units]);
    shapes.set(`lstm/${direction}/bias`, [4 * units]);
  }
  shapes.set("attention/kernel", [2 * units, 1]);
  if (spec.statisticsBranch) {
    shapes.set("statistics/kernel", [embeddingSize, 1]);
  }
  shapes.set("dense/kernel", [pooledSize(spec), spec.labelCount]);
  shapes.set("dense/bias", [spec.labelCount]);
  return shapes;
}
