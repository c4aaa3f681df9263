/**
 * The encoder's convolution as an operation of our own, with both gradients.
 *
 * tfjs's WASM backend has no gradient for a filter and a naive one for an input.
 * Here all three are products of the runs that lie under the kernel
 * (`assembly/convolution.ts` and its neighbours); the padded input is made once
 * and kept for the way back.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  addressOf,
  heapView,
  kernelsOf,
  panelsLength,
  tableLength,
  withScratch,
} from "../../model/kernels/module.ts";
import {
  type Part,
  spread,
  threadCountOf,
} from "../../model/kernels/spread.ts";
import {
  backSizesOf,
  filterScratchLength,
  type Geometry,
  geometryOf,
  outWidthsOf,
  padSizesOf,
  savedGeometry,
  sizesOf,
  type Strides,
} from "./convolution_geometry.ts";

const FORWARD = "UndertoneConvolution";
const BACKPROP_INPUT = "UndertoneConvolutionBackpropInput";
const BACKPROP_FILTER = "UndertoneConvolutionBackpropFilter";

/** How a convolution is taken. */
export interface ConvolutionOptions extends Strides {
  /**
   * The input is data: nobody asks for the gradient by it.
   *
   * @default {false}
   */
  readonly constantInput?: boolean;
}

/**
 * Convolves maps; rows are not padded, bands are by `kernel >> 1` on either side.
 *
 * @param input `[batch, rows, bands, channels]`.
 * @param filter `[kernel, kernel, channels, outChannels]`, kernel odd.
 * @returns `[batch, outRows, outBands, outChannels]`.
 */
export function convolve(
  input: tf.Tensor4D,
  filter: tf.Tensor4D,
  { timeStride, frequencyStride, constantInput = false }: ConvolutionOptions,
): tf.Tensor4D {
  const strides = { timeStride, frequencyStride };
  const { shape } = input;
  // What a custom gradient saves is no output, so nobody makes a zero gradient of its size.
  const operate = tf.customGrad((...args) => {
    const save = args.at(-1) as tf.GradSaveFunc;
    const inputs = { input, filter };
    const [output, padded] = tf.engine()
      .runKernel(FORWARD, inputs, strides) as tf.Tensor[];
    save([filter, padded!]);
    const gradFunc = (dy: tf.Tensor, [filter, padded]: tf.Tensor[]) => {
      const dOutput = dy as tf.Tensor4D;
      const weights = filter as tf.Tensor4D;
      const dFilter = () =>
        backpropFilter(dOutput, padded!, shape, weights.shape, strides);
      const dInput = () => backpropInput(dOutput, weights, shape, strides);
      return constantInput ? [dFilter()] : [dInput(), dFilter()];
    };
    return { value: output!, gradFunc };
  });
  const differentiated = constantInput ? [filter] : [input, filter];
  return operate(...differentiated) as tf.Tensor4D;
}

tf.registerKernel({
  kernelName: FORWARD,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { input, filter } = inputs as Record<string, tf.TensorInfo>;
    const geometry = geometryOf(input!.shape, filter!.shape, attrs!);
    const { outShape, paddedShape, run, channels, kernel } = geometry;
    const output = wasm.makeOutput(outShape, "float32");
    const padded = wasm.makeOutput(paddedShape, "float32");
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const depth = kernel * run;
    const tableSize = tableLength(kernel);
    const tables = tableSize * threadCountOf(wasm);
    const scratch = [panelsLength(depth, channels), tables];
    withScratch(wasm, scratch, (panels, table) => {
      padItems(wasm, at(input!), at(padded), geometry);
      kernelsOf(wasm).packPanels(at(filter!), panels!, depth, channels);
      const [from, to] = [at(padded), at(output)];
      spread(wasm, "convolve", paddedShape[0], ({ first, count, index }) => [
        from + itemBytes(paddedShape) * first,
        panels!,
        to + itemBytes(outShape) * first,
        table! + 4 * tableSize * index,
        ...sizesOf(geometry).with(0, count),
        ...outWidthsOf(geometry),
      ]);
    });
    return [output, padded];
  },
});

/**
 * The gradient of a convolution by its input.
 *
 * @param dOutput Shaped as the output.
 * @param inputShape `[batch, rows, bands, channels]`, that of the result.
 */
export function backpropInput(
  dOutput: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: tf.Tensor4D["shape"],
  strides: Strides,
): tf.Tensor4D {
  return tf.engine().runKernel(
    BACKPROP_INPUT,
    { dOutput, filter },
    { ...strides, inputShape, filterShape: filter.shape },
  ) as tf.Tensor4D;
}

/**
 * The gradient of a convolution by its filter.
 *
 * @param dOutput Shaped as the output.
 * @param padded The values of the input, with the zeros around its bands.
 * @param inputShape Its shape without them.
 * @param filterShape That of the result.
 */
export function backpropFilter(
  dOutput: tf.Tensor4D,
  padded: tf.Tensor,
  inputShape: tf.Tensor4D["shape"],
  filterShape: tf.Tensor4D["shape"],
  strides: Strides,
): tf.Tensor4D {
  return tf.engine().runKernel(
    BACKPROP_FILTER,
    { dOutput, padded },
    { ...strides, inputShape, filterShape },
  ) as tf.Tensor4D;
}

tf.registerKernel({
  kernelName: BACKPROP_INPUT,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { dOutput, filter } = inputs as Record<string, tf.TensorInfo>;
    const geometry = savedGeometry(attrs!);
    const { inShape, outShape, kernel, channels } = geometry;
    const dInput = wasm.makeOutput(inShape, "float32");
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const taps = kernel * kernel;
    const inChannels = inShape[3];
    const panelSize = panelsLength(taps * channels, inChannels);
    const tableSize = tableLength(taps);
    const scratch = [panelSize, tableSize * threadCountOf(wasm), channels];
    withScratch(wasm, scratch, (panels, table, zeros) => {
      const { packTransposedPanels } = kernelsOf(wasm);
      const sizes = [taps, inChannels, channels];
      packTransposedPanels(at(filter!), panels!, ...sizes);
      const [from, to] = [at(dOutput!), at(dInput)];
      new Float32Array(heapView(wasm, dInput).buffer, zeros, channels).fill(0);
      spread(wasm, "convolveBack", inShape[0], ({ first, count, index }) => [
        from + itemBytes(outShape) * first,
        panels!,
        to + itemBytes(inShape) * first,
        table! + 4 * tableSize * index,
        zeros!,
        ...backSizesOf(geometry).with(0, count),
      ]);
    });
    return dInput;
  },
});

tf.registerKernel({
  kernelName: BACKPROP_FILTER,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { dOutput, padded } = inputs as Record<string, tf.TensorInfo>;
    const dFilter = wasm.makeOutput(attrs!.filterShape as number[], "float32");
    const geometry = savedGeometry(attrs!);
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const size = filterScratchLength(geometry);
    withScratch(wasm, [size * threadCountOf(wasm)], (scratch) => {
      heapView(wasm, dFilter).fill(0);
      const places = [padded!, dOutput!, dFilter].map(at);
      const numbersOf = ({ first, count, index }: Part) => [
        ...[...places, scratch! + 4 * size * index],
        ...[...sizesOf(geometry), first, first + count],
      ];
      spread(wasm, "convolveFilter", geometry.channels, numbersOf, 8);
    });
    return dFilter;
  },
});

function padItems(
  wasm: BackendWasm,
  from: number,
  to: number,
  geometry: Geometry,
): void {
  const { inShape, paddedShape } = geometry;
  const [rows, ...sizes] = padSizesOf(geometry);
  spread(wasm, "pad", inShape[0], ({ first, count }) => [
    from + itemBytes(inShape) * first,
    to + itemBytes(paddedShape) * first,
    ...[rows! / inShape[0] * count, ...sizes],
  ]);
}

/** Bytes from one item of a batch to the next. */
function itemBytes([, ...shape]: readonly number[]): number {
  return 4 * tf.util.sizeFromShape(shape);
}
