import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { fit, stepsPerEpoch } from "../../src/training/fit.ts";
import { initialWeights } from "../../src/training/initial_weights.ts";
import { type FitState, initialState } from "../../src/training/optimiser.ts";
import { tinyTask } from "./_tiny_task.ts";

function freshState(seed: number): FitState {
  return initialState(initialWeights(tinyTask(1).network, seed));
}

Deno.test("fit() learns what tells two classes apart", async () => {
  await startWasmBackend();
  const task = tinyTask(15);
  const losses = [
    ...fit(
      { ...task, knobs: { ...task.knobs, mixup: 0.01, noiseShare: 0 } },
      freshState(3),
    ),
  ]
    .map(({ loss }) => loss);
  assertEquals(losses.length, 15);
  assert(losses.at(-1)! < losses[0]! / 2, `${losses}`);
});

Deno.test("fit() gives the same weights for the same seed, others for another", async () => {
  await startWasmBackend();
  const run = (seed: number) => {
    const state = freshState(3);
    const reports = [...fit(tinyTask(2, seed), state)];
    return { state, reports };
  };
  assertEquals(run(3), run(3));
  assertNotEquals(run(3).state.weights, run(4).state.weights);
});

Deno.test("fit() tells of every step and every epoch, in order", async () => {
  await startWasmBackend();
  const task = tinyTask(2);
  const steps: number[] = [];
  const epochs = [...fit(task, freshState(3), (step) => steps.push(step))];
  assertEquals(stepsPerEpoch(task), 4);
  assertEquals(steps, [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(epochs.map(({ epoch }) => epoch), [1, 2]);
});

Deno.test("fit() keeps no tensors", async () => {
  await startWasmBackend();
  const state = freshState(3);
  const epochs = fit(tinyTask(2), state);
  epochs.next();
  const before = tf.memory().numTensors;
  epochs.next();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("fit() refuses what fills no batch, instead of learning nothing", () => {
  const task = tinyTask(1);
  const knobs = { ...task.knobs, batchSize: 64 };
  assertThrows(
    () => [...fit({ ...task, knobs }, freshState(3))],
    RangeError,
    "batch of 64 clips: current value is 16 clips",
  );
});
