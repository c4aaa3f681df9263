import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { initialWeights } from "../../src/training/initial_weights.ts";
import { trainStep } from "../../src/training/train_step.ts";
import { normals } from "./_arrays.ts";
import { TINY } from "./_tiny_task.ts";

const FRAMES = 15;
const INPUT = {
  rows: normals(4 * FRAMES * TINY.melCount, 1),
  frames: FRAMES,
  labels: new Float32Array([1, 0, 0, 1, 0.3, 0.7, 1, 0]),
};

Deno.test("trainStep() gives the slope of the loss for every kind of weight", async () => {
  await startWasmBackend();
  const weights = initialWeights(TINY, 5);
  const { gradients } = trainStep(TINY, weights, INPUT);
  for (const [name, gradient] of gradients) {
    // The steepest direction of each weight: small slopes drown in float32 rounding.
    const at = gradient.reduce(
      (best, g, i) => Math.abs(g) > Math.abs(gradient[best]!) ? i : best,
      0,
    );
    const lossAt = (offset: number) => {
      const moved = new Map(weights);
      moved.set(
        name,
        weights.get(name)!.with(at, weights.get(name)![at]! + offset),
      );
      return trainStep(TINY, moved, INPUT).loss;
    };
    const step = 2e-3;
    const slope = (lossAt(step) - lossAt(-step)) / (2 * step);
    assertAlmostEquals(
      gradient[at]!,
      slope,
      1e-3 + 0.02 * Math.abs(slope),
      name,
    );
  }
});

Deno.test("trainStep() has a gradient for every trained weight, statistics for the others", async () => {
  await startWasmBackend();
  const weights = initialWeights(TINY, 5);
  const { gradients, statistics } = trainStep(TINY, weights, INPUT);
  assertEquals(
    [...gradients.keys(), ...statistics.keys()].toSorted(),
    [...weights.keys()].toSorted(),
  );
  for (const [name, values] of [...gradients, ...statistics]) {
    assertEquals(values.length, weights.get(name)!.length);
  }
});

Deno.test("trainStep() sees nothing through dropped units", async () => {
  await startWasmBackend();
  const weights = initialWeights(TINY, 5);
  const pooled = weights.get("dense/kernel")!.length / TINY.labelCount;
  const dropout = new Float32Array(4 * pooled);
  const { gradients, loss } = trainStep(TINY, weights, { ...INPUT, dropout });
  assertAlmostEquals(loss, Math.log(2), 1e-6);
  assert(gradients.get("convolution0/kernel")!.every((g) => g === 0));
});

Deno.test("trainStep() keeps no tensors", async () => {
  await startWasmBackend();
  const weights = initialWeights(TINY, 5);
  trainStep(TINY, weights, INPUT);
  const before = tf.memory().numTensors;
  trainStep(TINY, weights, INPUT);
  assertEquals(tf.memory().numTensors, before);
});
