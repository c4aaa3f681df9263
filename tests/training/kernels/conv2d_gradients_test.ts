import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import "../../../src/training/kernels/conv2d_gradients.ts";

type Shape4 = [number, number, number, number];

interface Case {
  readonly input: Shape4;
  readonly filter: Shape4;
  readonly strides: [number, number];
  readonly pad: tf.Conv2DAttrs["pad"];
}

const CASES: readonly Case[] = [
  // the layers of the recipe, on few rows
  {
    input: [2, 25, 64, 1],
    filter: [5, 5, 1, 16],
    strides: [2, 2],
    pad: freq(2),
  },
  {
    input: [2, 11, 32, 16],
    filter: [3, 3, 16, 32],
    strides: [2, 2],
    pad: freq(1),
  },
  {
    input: [3, 5, 16, 32],
    filter: [3, 3, 32, 64],
    strides: [1, 2],
    pad: freq(1),
  },
  // what no layer has: odd sizes, padded rows, stride beyond the kernel
  { input: [1, 7, 5, 3], filter: [3, 3, 3, 2], strides: [1, 1], pad: "same" },
  { input: [2, 9, 7, 2], filter: [1, 1, 2, 4], strides: [2, 3], pad: "valid" },
  { input: [1, 6, 6, 1], filter: [5, 3, 1, 1], strides: [1, 1], pad: "valid" },
];

function freq(bands: number): tf.Conv2DAttrs["pad"] {
  return [[0, 0], [0, 0], [bands, bands], [0, 0]];
}

/** Gradients of a weighted sum of the convolution, on one backend. */
async function gradients(
  backend: string,
  { input, filter, strides, pad }: Case,
) {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R4>(input, 0, 1, "float32", 1);
    const w = tf.randomNormal<tf.Rank.R4>(filter, 0, 1, "float32", 2);
    const loss = (x: tf.Tensor4D, w: tf.Tensor4D) => {
      const y = tf.conv2d(x, w, strides, pad as "same");
      return tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, "float32", 3)));
    };
    const [dx, dw] = tf.grads(loss as (...args: tf.Tensor[]) => tf.Scalar)([
      x,
      w,
    ]);
    return [dx!.dataSync(), dw!.dataSync()] as const;
  });
}

function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assertEquals(a.length, b.length);
  let max = 0;
  for (let i = 0; i < a.length; i++) {
    max = Math.max(max, Math.abs(a[i]! - b[i]!));
  }
  return max;
}

for (const shapes of CASES) {
  const name = `${shapes.input} * ${shapes.filter} by ${shapes.strides}`;
  Deno.test(`the gradients of conv2d equal the CPU backend's for ${name}`, async () => {
    const expected = await gradients("cpu", shapes);
    const actual = await gradients("wasm", shapes);
    // float32 sums of some thousand products of order 1
    assert(maxDifference(actual[0], expected[0]) < 1e-3);
    assert(maxDifference(actual[1], expected[1]) < 1e-3);
  });
}

Deno.test("the gradients of conv2d keep no tensors", async () => {
  await gradients("wasm", CASES[0]!);
  const before = tf.memory().numTensors;
  await gradients("wasm", CASES[0]!);
  assertEquals(tf.memory().numTensors, before);
});
