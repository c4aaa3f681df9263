/**
 * The encoder's convolution as an operation of our own, with both gradients.
 *
 * tfjs's WASM backend has no gradient for a filter and a naive one for an input.
 * Here all three are products of the runs that lie under the kernel
 * (`assembly/convolution.ts`); the padded input is made once and kept for the
 * way back.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  addressOf,
  heapView,
  type Kernels,
  kernelsOf,
  panelsLength,
  withScratch,
} from "../../model/kernels/module.ts";
import {
  type Geometry,
  geometryOf,
  pad,
  savedGeometry,
  sizesOf,
  type Strides,
  unpad,
} from "./convolution_geometry.ts";

const FORWARD = "UndertoneConvolution";
const BACKPROP_INPUT = "UndertoneConvolutionBackpropInput";
const BACKPROP_FILTER = "UndertoneConvolutionBackpropFilter";

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
  strides: Strides,
): tf.Tensor4D {
  const [output] = tf.engine().runKernel(
    FORWARD,
    { input, filter },
    { ...strides },
  ) as unknown as [tf.Tensor4D, tf.Tensor3D];
  return output;
}

tf.registerKernel({
  kernelName: FORWARD,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { input, filter } = inputs as Record<string, tf.TensorInfo>;
    const geometry = geometryOf(input!.shape, filter!.shape, attrs!);
    const { outShape, paddedShape, run, channels } = geometry;
    const output = wasm.makeOutput(outShape, "float32");
    const padded = wasm.makeOutput(paddedShape, "float32");
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const panelSize = panelsLength(run, channels);
    withScratch(wasm, [geometry.kernel * panelSize], (panels) => {
      const kernels = kernelsOf(wasm);
      heapView(wasm, output).fill(0);
      pad(heapView(wasm, input!), heapView(wasm, padded), geometry);
      packRows(kernels.packPanels, at(filter!), panels!, panelSize, geometry);
      kernels.convolve(at(padded), panels!, at(output), ...sizesOf(geometry));
    });
    return [output, padded];
  },
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["input", "filter"],
  outputsToSave: [false, true],
  gradFunc(dy, saved, attrs) {
    const [dOutput] = dy as tf.Tensor4D[];
    const [input, filter, padded] = saved as tf.Tensor4D[];
    const strides = attrs as unknown as Strides;
    return {
      input: () => backpropInput(dOutput!, filter!, input!.shape, strides),
      filter: () =>
        backpropFilter(dOutput!, padded!, input!.shape, filter!.shape, strides),
    };
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
    const { inShape, paddedShape, kernel, run, channels } = geometry;
    const dInput = wasm.makeOutput(inShape, "float32");
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const panelSize = panelsLength(channels, run);
    const paddedSize = tf.util.sizeFromShape(paddedShape);
    const scratch = [kernel * panelSize, paddedSize];
    withScratch(wasm, scratch, (panels, dPadded) => {
      const kernels = kernelsOf(wasm);
      const pack = kernels.packTransposedPanels;
      packRows(pack, at(filter!), panels!, panelSize, geometry);
      const sizes = sizesOf(geometry);
      kernels.convolveBack(at(dOutput!), panels!, dPadded!, ...sizes);
      const to = heapView(wasm, dInput);
      unpad(new Float32Array(to.buffer, dPadded, paddedSize), to, geometry);
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
    heapView(wasm, dFilter).fill(0);
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    kernelsOf(wasm).convolveFilter(
      at(padded!),
      at(dOutput!),
      at(dFilter),
      ...sizesOf(savedGeometry(attrs!)),
    );
    return dFilter;
  },
});

/** Packs each row of a filter's kernel into panels of its own, one after the other. */
function packRows(
  pack: Kernels["packPanels"],
  filter: number,
  panels: number,
  panelSize: number,
  { kernel, run, channels }: Geometry,
): void {
  for (let row = 0; row < kernel; row++) {
    const from = filter + 4 * row * run * channels;
    pack(from, panels + 4 * row * panelSize, run, channels);
  }
}
