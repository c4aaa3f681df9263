/**
 * The two gradients of a convolution for tfjs's WASM backend.
 *
 * The backend has none for the filter and a naive one for the input. Both are
 * matrix products over patches: with `patches [positions, kernel * kernel *
 * inputChannels]` the input under the kernel at each output position,
 *
 *     dFilter  = patches^T dy
 *     dPatches = dy filter^T,    added back where the patches were taken
 *
 * tfjs's own gradient of `conv2d` calls these by name.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapView } from "../../model/kernels/heap.ts";

type ConvInfo = tf.backend_util.Conv2DInfo;

tf.registerKernel({
  kernelName: tf.Conv2DBackpropFilter,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const { x, dy } = inputs as Record<string, tf.Tensor4D>;
    const { strides, pad, filterShape } =
      attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const info = convInfo(x!.shape, filterShape, strides, pad);
    return tf.tidy(() => {
      const gradient = tf.reshape(asTensor(dy!), [-1, info.outChannels]);
      const byChannel = tf.matMul(
        tf.transpose(gradient),
        takePatches(backend as BackendWasm, x!, info),
      );
      return tf.reshape(tf.transpose(byChannel), filterShape);
    });
  },
});

tf.unregisterKernel(tf.Conv2DBackpropInput, "wasm");
tf.registerKernel({
  kernelName: tf.Conv2DBackpropInput,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const { dy, filter } = inputs as Record<string, tf.Tensor4D>;
    const { strides, pad, inputShape } =
      attrs as unknown as tf.Conv2DBackpropInputAttrs;
    const info = convInfo(inputShape, filter!.shape, strides, pad);
    return tf.tidy(() => {
      const flatFilter = tf.reshape(asTensor(filter!), [-1, info.outChannels]);
      const patches = tf.matMul(
        tf.reshape(asTensor(dy!), [-1, info.outChannels]),
        tf.transpose(flatFilter),
      );
      return addPatches(backend as BackendWasm, patches, info);
    });
  },
});

/** Geometry of a convolution of `[batch, height, width, channels]`, explicit padding included. */
function convInfo(
  inputShape: tf.Tensor4D["shape"],
  filterShape: tf.Tensor4D["shape"],
  strides: [number, number] | number,
  pad: tf.Conv2DAttrs["pad"],
): ConvInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
  );
}

/** Kernels get bare infos when other kernels call them; ops want tensors. */
function asTensor(info: tf.TensorInfo): tf.Tensor {
  return info instanceof tf.Tensor
    ? info
    : tf.engine().makeTensorFromTensorInfo(info);
}

/** The input under the kernel at every output position, zeros outside of it. */
function takePatches(
  backend: BackendWasm,
  x: tf.TensorInfo,
  info: ConvInfo,
): tf.Tensor2D {
  const shape = patchesShape(info);
  const patches = backend.makeOutput(shape, "float32");
  const from = heapView(backend, x);
  const to = heapView(backend, patches);
  to.fill(0);
  forEachRun(info, (inputAt, patchAt, length) => {
    for (let i = 0; i < length; i++) to[patchAt + i] = from[inputAt + i]!;
  });
  return asTensor(patches) as tf.Tensor2D;
}

/** Adds every patch to the place in the input that it was taken from. */
function addPatches(
  backend: BackendWasm,
  patches: tf.TensorInfo,
  info: ConvInfo,
): tf.Tensor4D {
  const input = backend.makeOutput(info.inShape, "float32");
  const from = heapView(backend, patches);
  const to = heapView(backend, input);
  to.fill(0);
  forEachRun(info, (inputAt, patchAt, length) => {
    for (let i = 0; i < length; i++) to[inputAt + i]! += from[patchAt + i]!;
  });
  return asTensor(input) as tf.Tensor4D;
}

function patchesShape(info: ConvInfo): [number, number] {
  return [
    info.batchSize * info.outHeight * info.outWidth,
    info.filterHeight * info.filterWidth * info.inChannels,
  ];
}

/**
 * Visits the contiguous runs that input and patches share: one for each output
 * position and row of the kernel, its columns outside the input cut off.
 *
 *     input row    |  c0 c1 c2 | c0 c1 c2 | c0 c1 c2 |      width * channels
 *     kernel row            [-- filterWidth * channels --]
 */
function forEachRun(
  info: ConvInfo,
  visit: (inputAt: number, patchAt: number, length: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } =
    info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const { top, left } = info.padInfo;
  const rowLength = filterWidth * inChannels;
  let patchAt = 0;
  for (let item = 0; item < batchSize; item++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const x = column * strideWidth - left;
        const first = Math.max(0, -x);
        const count = Math.min(filterWidth, inWidth - x) - first;
        for (let k = 0; k < filterHeight; k++, patchAt += rowLength) {
          const y = row * strideHeight - top + k;
          if (y < 0 || y >= inHeight) continue;
          visit(
            ((item * inHeight + y) * inWidth + x + first) * inChannels,
            patchAt + first * inChannels,
            count * inChannels,
          );
        }
      }
    }
  }
}
