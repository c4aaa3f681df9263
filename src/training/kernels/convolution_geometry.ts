/**
 * The sizes of a convolution over rows that carry their own padding.
 *
 *     padded row  | margin | bands * channels ...          | margin |
 *                 | run of band 0 |
 *                    | run of band 1 |                       a step further
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** Rows and bands from one output to the next. */
export interface Strides {
  readonly timeStride: number;
  readonly frequencyStride: number;
}

/** All sizes of one convolution. */
export interface Geometry {
  /** `[batch, rows, bands, channels]`. */
  readonly inShape: [number, number, number, number];
  /** `[batch, rows, (bands + 2 * padding) * channels]`. */
  readonly paddedShape: [number, number, number];
  /** `[batch, outRows, outBands, outChannels]`. */
  readonly outShape: [number, number, number, number];
  readonly kernel: number;
  readonly timeStride: number;
  /** Values from one output band's run to the next. */
  readonly step: number;
  /** Values under one row of the kernel. */
  readonly run: number;
  /** Of the output. */
  readonly channels: number;
  /** Values of zeros on either side of a row. */
  readonly margin: number;
}

/** What an operation was called with. */
type Attributes = NonNullable<
  Parameters<tf.KernelConfig["kernelFunc"]>[0]["attrs"]
>;

/** The sizes, from what the way forward left for the way back. */
export function savedGeometry(attrs: Attributes): Geometry {
  const { inputShape, filterShape } = attrs as unknown as Record<
    string,
    number[]
  >;
  return geometryOf(inputShape!, filterShape!, attrs);
}

/** The sizes, from the shapes of input and filter. */
export function geometryOf(
  input: readonly number[],
  filter: readonly number[],
  attrs: Attributes,
): Geometry {
  const [batch, rows, bands, inChannels] = input as Geometry["inShape"];
  const { timeStride, frequencyStride } = attrs as unknown as Strides;
  const kernel = filter[0]!;
  const channels = filter[3]!;
  const padding = kernel >> 1;
  const width = (bands + 2 * padding) * inChannels;
  const outRows = Math.floor((rows - kernel) / timeStride) + 1;
  const outBands = Math.floor((bands - 1) / frequencyStride) + 1;
  return {
    inShape: [batch, rows, bands, inChannels],
    paddedShape: [batch, rows, width],
    outShape: [batch, outRows, outBands, channels],
    kernel,
    timeStride,
    step: frequencyStride * inChannels,
    run: kernel * inChannels,
    channels,
    margin: padding * inChannels,
  };
}

/** The numbers that every convolution kernel ends with. */
export function sizesOf(geometry: Geometry): number[] {
  const [batch, rows, width] = geometry.paddedShape;
  const [, outRows, outBands, channels] = geometry.outShape;
  const { kernel, timeStride, step, run } = geometry;
  return [
    ...[batch, rows, width, outRows, outBands, channels],
    ...[kernel, timeStride, step, run],
  ];
}

/** Copies rows into the middle of padded rows, zeros on either side. */
export function pad(
  from: Float32Array,
  to: Float32Array,
  { paddedShape: [, , width], margin }: Geometry,
): void {
  const inner = width - 2 * margin;
  to.fill(0);
  const rowCount = from.length / inner;
  for (let row = 0; row < rowCount; row++) {
    const values = from.subarray(row * inner, (row + 1) * inner);
    to.set(values, row * width + margin);
  }
}

/** Copies the middle of padded rows back. */
export function unpad(
  from: Float32Array,
  to: Float32Array,
  { paddedShape: [, , width], margin }: Geometry,
): void {
  const inner = width - 2 * margin;
  const rowCount = to.length / inner;
  for (let row = 0; row < rowCount; row++) {
    const at = row * width + margin;
    to.set(from.subarray(at, at + inner), row * inner);
  }
}
