import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { BATCH_NORM_EPSILON } from "../../../src/model/batch_norm.ts";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import { batchNormRelu } from "../../../src/training/kernels/batch_norm_relu.ts";
import { assertClose, normals } from "../_arrays.ts";

const SHAPE: [number, number, number, number] = [2, 5, 4, 3];

type Forward = (
  input: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
) => tf.Tensor[];

/** As the paper writes it. */
const plain: Forward = (input, gamma, beta) => {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  const normal = tf.div(
    tf.sub(input, mean),
    tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)),
  );
  return [tf.relu(tf.add(tf.mul(normal, gamma), beta)), mean, variance];
};

const fused: Forward = (...inputs) => {
  const { output, mean, variance } = batchNormRelu(...inputs);
  return [output, mean, variance];
};

/** Outputs, then the gradients by input, gamma and beta of a weighted sum of the first. */
async function run(backend: "cpu" | "wasm", forward: Forward) {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const size = SHAPE.reduce((product, length) => product * length, 1);
    const inputs: Parameters<Forward> = [
      tf.add(tf.mul(tf.tensor4d(normals(size, 1), SHAPE), 3), 2),
      tf.tensor1d([1, 0.5, -2]),
      tf.tensor1d([0, 0.3, 1]),
    ];
    const factors = tf.tensor4d(normals(size, 2), SHAPE);
    const loss = (...inputs: tf.Tensor[]) =>
      tf.sum<tf.Scalar>(
        tf.mul(forward(...inputs as Parameters<Forward>)[0]!, factors),
      );
    return [...forward(...inputs), ...tf.grads(loss)(inputs)]
      .map((tensor) => tensor.dataSync());
  });
}

Deno.test("batchNormRelu() equals the plain ops, gradients included", async () => {
  await startWasmBackend();
  const expected = await run("cpu", plain);
  const actual = await run("wasm", fused);
  expected.forEach((values, i) => assertClose(actual[i]!, values, 1e-4));
});

Deno.test("batchNormRelu() gives a channel that never moves its shift", async () => {
  await startWasmBackend();
  tf.tidy(() => {
    const input = tf.fill<tf.Rank.R4>([1, 4, 1, 1], 7);
    const [output] = fused(input, tf.tensor1d([2]), tf.tensor1d([0.5]));
    assertClose(output!.dataSync(), [0.5, 0.5, 0.5, 0.5], 1e-4);
  });
});

Deno.test("batchNormRelu() and its gradient keep no tensors", async () => {
  await startWasmBackend();
  await run("wasm", fused);
  const before = tf.memory().numTensors;
  await run("wasm", fused);
  assertEquals(tf.memory().numTensors, before);
});
