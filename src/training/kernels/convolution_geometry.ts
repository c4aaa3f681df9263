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
  readonly frequencyStride: number;
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
    frequencyStride,
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

/** Values from one output row to the next, and from one item's output to the next. */
export function outWidthsOf({ outShape }: Geometry): [number, number] {
  const [, rows, bands, channels] = outShape;
  return [bands * channels, rows * bands * channels];
}

/** The numbers that the kernel for padding ends with. */
export function padSizesOf({ paddedShape, margin }: Geometry): number[] {
  const [batch, rows, width] = paddedShape;
  return [batch * rows, width - 2 * margin, margin];
}

/** The numbers that the kernel for the gradient by the input ends with. */
export function backSizesOf(geometry: Geometry): number[] {
  const { inShape, outShape, kernel, timeStride, frequencyStride } = geometry;
  const [, outRows, outBands, channels] = outShape;
  const strides = [kernel, timeStride, frequencyStride];
  return [...inShape, outRows, outBands, channels, ...strides];
}

/**
 * Words of scratch that the gradient by a filter takes
 * (`assembly/convolution_filter.ts`): an offset for each weight and six more,
 * and eight channels of eight output rows.
 */
export function filterScratchLength(geometry: Geometry): number {
  const { kernel, run, outShape } = geometry;
  return kernel * run + 6 + 64 * outShape[2];
}
