import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import { convolve } from "../../../src/training/kernels/convolution.ts";
import type { Strides } from "../../../src/training/kernels/convolution_geometry.ts";
import { assertClose, normals } from "../_arrays.ts";

type Shape4 = [number, number, number, number];

interface Case extends Strides {
  readonly input: Shape4;
  readonly filter: Shape4;
}

type Forward = (input: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D;

/** The layers of the recipe, on few rows. */
const LAYERS: readonly Case[] = [
  {
    input: [2, 25, 64, 1],
    filter: [5, 5, 1, 16],
    timeStride: 2,
    frequencyStride: 2,
  },
  {
    input: [2, 11, 32, 16],
    filter: [3, 3, 16, 32],
    timeStride: 2,
    frequencyStride: 2,
  },
  {
    input: [3, 5, 16, 32],
    filter: [3, 3, 32, 64],
    timeStride: 1,
    frequencyStride: 2,
  },
  {
    input: [1, 23, 8, 64],
    filter: [3, 3, 64, 64],
    timeStride: 2,
    frequencyStride: 2,
  },
];

/** As tfjs has it. */
function plain({ filter, timeStride, frequencyStride }: Case): Forward {
  const padding = filter[0] >> 1;
  const pad = [[0, 0], [0, 0], [padding, padding], [0, 0]];
  return (input, weights) =>
    tf.conv2d(
      input,
      weights,
      [timeStride, frequencyStride],
      pad as unknown as "valid",
    );
}

/** The output, and the gradients by input and filter of a weighted sum of it. */
async function run(
  backend: "cpu" | "wasm",
  shapes: Case,
  forward: Forward,
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const [input, filter] = [shapes.input, shapes.filter].map((shape, i) =>
      tf.tensor4d(normals(tf.util.sizeFromShape(shape), i), shape)
    ) as [tf.Tensor4D, tf.Tensor4D];
    const output = forward(input, filter);
    const factors = tf.tensor4d(normals(output.size, 3), output.shape);
    const loss = (...[input, filter]: tf.Tensor[]) =>
      tf.sum<tf.Scalar>(
        tf.mul(forward(input as tf.Tensor4D, filter as tf.Tensor4D), factors),
      );
    return [output, ...tf.grads(loss)([input, filter])]
      .map((tensor) => tensor.dataSync<"float32">());
  });
}

async function assertSame(shapes: Case): Promise<void> {
  const expected = await run("cpu", shapes, plain(shapes));
  const actual = await run(
    "wasm",
    shapes,
    (input, filter) => convolve(input, filter, shapes),
  );
  // float32 sums of up to some thousand products of order 1
  expected.forEach((values, i) => assertClose(actual[i]!, values, 1e-3));
}

for (const layer of LAYERS) {
  Deno.test(`convolve() of ${layer.input} by ${layer.filter} equals the CPU backend's, gradients included`, async () => {
    await startWasmBackend();
    await assertSame(layer);
  });
}

Deno.test("convolve() equals the CPU backend's for any shape, also those that fill no tile", async () => {
  await startWasmBackend();
  const count = (max: number) => fc.integer({ min: 1, max });
  const cases = fc.record({
    batch: count(3),
    extraRows: fc.nat(12),
    bands: count(11),
    channels: count(9),
    kernel: fc.constantFrom(1, 3, 5),
    outChannels: count(19),
    timeStride: count(3),
    frequencyStride: count(3),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ kernel, ...shape }) => {
      await assertSame({
        ...shape,
        input: [
          shape.batch,
          kernel + shape.extraRows,
          shape.bands,
          shape.channels,
        ],
        filter: [kernel, kernel, shape.channels, shape.outChannels],
      });
    }),
    { numRuns: 60, seed: 1 },
  );
});

Deno.test("convolve() of data gives the filter's gradient alone", async () => {
  await startWasmBackend();
  const [layer] = LAYERS;
  const both = await run(
    "wasm",
    layer!,
    (input, filter) => convolve(input, filter, layer!),
  );
  const [output, dInput, dFilter] = await run(
    "wasm",
    layer!,
    (input, filter) =>
      tf.add(
        convolve(input, filter, { ...layer!, constantInput: true }),
        tf.mul(tf.sum(input), 0), // or the input would not be reached at all
      ),
  );
  assertEquals([output, dFilter], [both[0], both[2]]);
  assert(dInput!.every((value) => value === 0));
});

Deno.test("convolve() gives the same bits whatever the scratch held", async () => {
  await startWasmBackend();
  const shapes: Case = {
    input: [2, 7, 7, 3],
    filter: [3, 3, 3, 11],
    timeStride: 2,
    frequencyStride: 2,
  };
  const once = () =>
    run("wasm", shapes, (input, filter) => convolve(input, filter, shapes));
  const first = await once();
  tf.fill([100_000], NaN).dispose();
  assertEquals(await once(), first);
});

Deno.test("convolve() and its gradients keep no tensors and no scratch", async () => {
  await startWasmBackend();
  const [layer] = LAYERS;
  const forward: Forward = (input, filter) => convolve(input, filter, layer!);
  await run("wasm", layer!, forward);
  const before = tf.memory().numTensors;
  const dataBefore = tf.engine().backend.numDataIds();
  await run("wasm", layer!, forward);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(tf.engine().backend.numDataIds(), dataBefore);
});
