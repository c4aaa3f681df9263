/** Training on several threads: the very weights of one. */
import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { kernelsModule, memoryOf } from "../../src/model/kernels/module.ts";
import { setThreads } from "../../src/model/kernels/spread.ts";
import type { NetworkSpec } from "../../src/model/network_spec.ts";
import { startSharedWasmBackend } from "../../src/model/threads/shared_heap.ts";
import { ThreadPool } from "../../src/model/threads/thread_pool.ts";
import { fit, type FitTask } from "../../src/training/fit.ts";
import { initialWeights } from "../../src/training/initial_weights.ts";
import { initialState } from "../../src/training/optimiser.ts";
import { TINY, tinyTask } from "./_tiny_task.ts";

/** Channels, items and units that fill no tile and no share. */
const ODD: NetworkSpec = {
  ...TINY,
  convolutions: [
    { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 12 },
    { kernel: 3, timeStride: 1, frequencyStride: 2, channels: 19 },
  ],
  lstmUnits: 5,
};

/** All that three epochs leave behind. */
function train(task: FitTask) {
  const state = initialState(initialWeights(task.network, 5));
  return { reports: [...fit(task, state)], state };
}

for (
  const [name, network, batchSize] of [
    ["tiny", TINY, 4],
    ["odd", ODD, 7],
  ] as const
) {
  Deno.test(`training a ${name} network gives the same bits on one, two and three threads`, async () => {
    await startSharedWasmBackend();
    const backend = tf.backend() as BackendWasm;
    const memory = memoryOf(backend);
    const plain = tinyTask(2);
    const knobs = { ...plain.knobs, batchSize };
    const task = { ...plain, network, knobs };
    const expected = train(task);
    const tensors = tf.memory().numTensors;
    const dataIds = backend.numDataIds();
    for (const threadCount of [2, 3]) {
      const module = kernelsModule(memory);
      const pool = await ThreadPool.start(module, memory, threadCount);
      setThreads(backend, pool);
      try {
        assertEquals(train(task), expected);
      } finally {
        setThreads(backend, undefined);
        pool.close();
      }
    }
    assertEquals(tf.memory().numTensors, tensors);
    assertEquals(backend.numDataIds(), dataIds);
  });
}
