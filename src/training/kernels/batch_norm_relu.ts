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
import { BATCH_NORM_EPSILON } from "../../model/batch_norm.ts";
import {
  addressOf,
  heapView,
  withScratch,
} from "../../model/kernels/module.ts";
import { spread } from "../../model/kernels/spread.ts";

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
    const [channels] = gamma!.shape as [number];
    const positions = tf.util.sizeFromShape(input!.shape) / channels;
    const scratch = [totalsLength(channels), channels, channels];
    withScratch(wasm, scratch, (totals, scale, shift) => {
      const x = addressOf(wasm, input!);
      spread(wasm, "sumMoments", channels, ({ first, count }) => [
        ...[x, positions, channels, totals!],
        ...[first, first + count],
      ], CHANNELS_OF_A_SUM);
      const view = (tensor: tf.TensorInfo) => heapView(wasm, tensor);
      const [m, v, g, b] = [mean, variance, gamma!, beta!].map(view) as Views;
      const at = (address: number, length: number) =>
        new Float32Array(m.buffer, address, length);
      const sums = new Float64Array(m.buffer, totals, 2 * channels);
      const [scales, shifts] = [at(scale!, channels), at(shift!, channels)];
      for (let c = 0; c < channels; c++) {
        const average = sums[c]! / positions;
        const meanSquare = sums[channels + c]! / positions;
        m[c] = average;
        v[c] = Math.max(0, meanSquare - average * average);
        scales[c] = g[c]! / Math.sqrt(v[c]! + BATCH_NORM_EPSILON);
        shifts[c] = b[c]! - m[c]! * scales[c]!;
      }
      const y = addressOf(wasm, output);
      spread(wasm, "scaleShiftRelu", positions, ({ first, count }) => [
        ...[x, y].map((map) => map + 4 * channels * first),
        ...[count, channels, scale!, shift!],
      ]);
    });
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
    const [channels] = gamma!.shape as [number];
    const positions = tf.util.sizeFromShape(input!.shape) / channels;
    const scratch = [totalsLength(channels), channels, channels, channels];
    withScratch(wasm, scratch, (totals, a, b, c) => {
      const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
      const maps = [dy!, output!, input!].map(at);
      spread(wasm, "sumGradients", channels, ({ first, count }) => [
        ...[...maps, positions, channels, at(mean!), totals!],
        ...[first, first + count],
      ], CHANNELS_OF_A_SUM);
      const view = (tensor: tf.TensorInfo) => heapView(wasm, tensor);
      const [g, m, v] = [gamma!, mean!, variance!].map(view) as Views;
      const [dGamma, dBeta] = outputs.slice(1).map(view) as Views;
      const sums = new Float64Array(m.buffer, totals, 2 * channels);
      const [as, bs, cs] = [a!, b!, c!].map((address) =>
        new Float32Array(m.buffer, address, channels)
      ) as Views;
      for (let i = 0; i < channels; i++) {
        const inverse = 1 / Math.sqrt(v[i]! + BATCH_NORM_EPSILON);
        const beta = sums[i]!;
        const gamma = sums[channels + i]! * inverse;
        // dx = scale (passed - (dBeta + normal dGamma) / positions), as a line over x
        const scale = g[i]! * inverse;
        const slope = -scale * gamma * inverse / positions;
        dBeta[i] = beta;
        dGamma[i] = gamma;
        as[i] = scale;
        bs[i] = slope;
        cs[i] = -scale * beta / positions - slope * m[i]!;
      }
      const allMaps = [...maps, at(outputs[0]!)];
      spread(wasm, "inputGradient", positions, ({ first, count }) => [
        ...allMaps.map((map) => map + 4 * channels * first),
        ...[count, channels, a!, b!, c!],
      ]);
    });
    return outputs;
  },
});

/** Channels summed side by side: parts of so many keep to one way of summing. */
const CHANNELS_OF_A_SUM = 4;

/** Some views of the heap; only as many as were asked for are there. */
type Views = [Float32Array, Float32Array, Float32Array, Float32Array];

/** Float32 values that hold two float64 totals a channel. */
function totalsLength(channels: number): number {
  return 4 * channels;
}
