import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { memoryOf } from "../../../src/model/kernels/module.ts";
import {
  type Part,
  spread,
  threadCountOf,
} from "../../../src/model/kernels/spread.ts";
import { startThreadedBackend } from "../../../src/model/threads/threaded_backend.ts";

Deno.test("startThreadedBackend() starts tfjs on a shared heap, with threads until closed", async () => {
  const { Worker } = globalThis;
  const threads = await startThreadedBackend(2);
  const backend = tf.backend() as BackendWasm;
  assertEquals([threads.threadCount, threads.fault], [2, undefined]);
  assert(memoryOf(backend).buffer instanceof SharedArrayBuffer);
  assert(
    globalThis.Worker === Worker,
    "the stand-in for Worker is still there",
  );
  assertEquals(threadCountOf(backend), 2);
  const square = tf.tidy(() => tf.square(tf.tensor1d([2, 3])).dataSync());
  assertEquals([...square], [4, 9]);

  const parts: [number, number][] = [];
  const numbersOf = ({ first, count }: Part) => {
    parts.push([first, count]);
    return [0, 0, 0, 0, 0]; // pads no rows
  };
  spread(backend, "pad", 10, numbersOf, 4);
  spread(backend, "pad", 3, numbersOf, 4);
  spread(backend, "pad", 5, numbersOf);
  assertEquals(parts, [[0, 8], [8, 2], [0, 3], [0, 3], [3, 2]]);

  threads.close();
  assertEquals(threadCountOf(backend), 1);
  parts.length = 0;
  spread(backend, "pad", 10, numbersOf);
  assertEquals(parts, [[0, 10]]);
});
