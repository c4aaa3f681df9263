/**
 * Batch normalisation and ReLU as one operation, with its gradient.
 *
 * As tfjs ops this is a dozen passes over the largest maps of the network, and
 * its reductions over the outer dimensions transpose first; here it is two
 * passes forward and two back.
 *
 * Source: Ioffe and Szegedy 2015, algorithm 1 and the gradient of section 3.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapView } from "../../model/kernels/heap.ts";
import { BATCH_NORM_EPSILON } from "../../model/batch_norm.ts";

const FORWARD = "UndertoneBatchNormRelu";
const BACKPROP = "UndertoneBatchNormReluBackprop";

/** What normalisation by the batch gives. */
export interface BatchNormOutputs {
  /** Shape of the input. */
  readonly output: tf.Tensor4D;
  /** Mean of the batch, `[channels]`. */
  readonly mean: tf.Tensor1D;
  /** Variance of the batch, `[channels]`, divided by the count. */
  readonly variance: tf.Tensor1D;
}

/**
 * Normalises by the batch, scales, shifts, and cuts below zero.
 *
 * @param input `[batch, rows, bands, channels]`.
 * @param gamma Scale, `[channels]`.
 * @param beta Shift, `[channels]`.
 */
export function batchNormRelu(
  input: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
): BatchNormOutputs {
  const [output, mean, variance] = tf.engine().runKernel(
    FORWARD,
    { input, gamma, beta },
  ) as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  return { output, mean, variance };
}

tf.registerKernel({
  kernelName: FORWARD,
  backendName: "wasm",
  kernelFunc({ inputs, backend }) {
    const wasm = backend as BackendWasm;
    const { input, gamma, beta } = inputs as Record<string, tf.TensorInfo>;
    const output = wasm.makeOutput(input!.shape, "float32");
    const mean = wasm.makeOutput(gamma!.shape, "float32");
    const variance = wasm.makeOutput(gamma!.shape, "float32");
    const view = (tensor: tf.TensorInfo) => heapView(wasm, tensor);
    const [x, y, m, v] = [input!, output, mean, variance].map(view) as Views<4>;
    moments(x, m, v);
    const channels = m.length;
    const scale = new Float32Array(channels);
    const shift = new Float32Array(channels);
    const [g, b] = [gamma!, beta!].map(view) as Views<2>;
    for (let c = 0; c < channels; c++) {
      scale[c] = g[c]! / Math.sqrt(v[c]! + BATCH_NORM_EPSILON);
      shift[c] = b[c]! - m[c]! * scale[c]!;
    }
    for (let i = 0; i < x.length;) {
      for (let c = 0; c < channels; c++, i++) {
        y[i] = Math.max(0, x[i]! * scale[c]! + shift[c]!);
      }
    }
    return [output, mean, variance];
  },
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ["input", "gamma"],
  outputsToSave: [true, true, true],
  gradFunc(dy, saved) {
    const [input, gamma, output, mean, variance] = saved as tf.Tensor[];
    const [dInput, dGamma, dBeta] = tf.engine().runKernel(BACKPROP, {
      dy: (dy as tf.Tensor[])[0]!,
      input: input!,
      gamma: gamma!,
      output: output!,
      mean: mean!,
      variance: variance!,
    }) as unknown as tf.Tensor[];
    return { input: () => dInput!, gamma: () => dGamma!, beta: () => dBeta! };
  },
});

tf.registerKernel({
  kernelName: BACKPROP,
  backendName: "wasm",
  kernelFunc({ inputs, backend }) {
    const wasm = backend as BackendWasm;
    const { dy, input, gamma, output, mean, variance } = inputs as Record<
      string,
      tf.TensorInfo
    >;
    const outputs = [input!, gamma!, gamma!].map(({ shape }) =>
      wasm.makeOutput(shape, "float32")
    );
    const view = (tensor: tf.TensorInfo) => heapView(wasm, tensor);
    const [dx, dGamma, dBeta] = outputs.map(view) as Views<3>;
    const [g, x, y] = [dy!, input!, output!].map(view) as Views<3>;
    const [scale, m, v] = [gamma!, mean!, variance!].map(view) as Views<3>;
    const inverse = v.map((value) => 1 / Math.sqrt(value + BATCH_NORM_EPSILON));
    parameterGradients({ g, x, y, m, inverse }, dGamma, dBeta);

    const channels = m.length;
    const count = x.length / channels;
    for (let i = 0; i < x.length;) {
      for (let c = 0; c < channels; c++, i++) {
        const passed = y[i]! > 0 ? g[i]! : 0;
        const normal = (x[i]! - m[c]!) * inverse[c]!;
        dx[i] = scale[c]! * inverse[c]! *
          (passed - (dBeta[c]! + normal * dGamma[c]!) / count);
      }
    }
    return outputs;
  },
});

/** As many views of the heap. */
type Views<N extends 2 | 3 | 4> = {
  2: [Float32Array, Float32Array];
  3: [Float32Array, Float32Array, Float32Array];
  4: [Float32Array, Float32Array, Float32Array, Float32Array];
}[N];

/** Mean and variance of each channel; the last dimension is the channel. */
function moments(
  x: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
): void {
  const channels = mean.length;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < x.length;) {
    for (let c = 0; c < channels; c++, i++) {
      const value = x[i]!;
      sums[c]! += value;
      squares[c]! += value * value;
    }
  }
  const count = x.length / channels;
  for (let c = 0; c < channels; c++) {
    const average = sums[c]! / count;
    mean[c] = average;
    variance[c] = Math.max(0, squares[c]! / count - average * average);
  }
}

interface Backward {
  readonly g: Float32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly m: Float32Array;
  readonly inverse: Float32Array;
}

/** Sums over the batch of the gradient that passed the ReLU, plain and times the normalised input. */
function parameterGradients(
  { g, x, y, m, inverse }: Backward,
  dGamma: Float32Array,
  dBeta: Float32Array,
): void {
  const channels = m.length;
  const gammaSums = new Float64Array(channels);
  const betaSums = new Float64Array(channels);
  for (let i = 0; i < x.length;) {
    for (let c = 0; c < channels; c++, i++) {
      if (y[i]! <= 0) continue;
      gammaSums[c]! += g[i]! * (x[i]! - m[c]!);
      betaSums[c]! += g[i]!;
    }
  }
  for (let c = 0; c < channels; c++) {
    dGamma[c] = gammaSums[c]! * inverse[c]!;
    dBeta[c] = betaSums[c]!;
  }
}
