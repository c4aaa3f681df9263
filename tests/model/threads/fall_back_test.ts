import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { memoryOf } from "../../../src/model/kernels/module.ts";
import { startThreadedBackend } from "../../../src/model/threads/threaded_backend.ts";

Deno.test("startThreadedBackend() goes on with one thread where there are no workers, and says why", async () => {
  const { Worker } = globalThis;
  globalThis.Worker = class {
    constructor() {
      throw new TypeError("no workers here");
    }
  } as unknown as typeof Worker;
  try {
    const threads = await startThreadedBackend(2);
    assertEquals(threads.threadCount, 1);
    assertStringIncludes(threads.fault!, "no workers here");
    threads.close();
  } finally {
    globalThis.Worker = Worker;
  }
  assertEquals(tf.getBackend(), "wasm");
  const { buffer } = memoryOf(tf.backend() as BackendWasm);
  assert(buffer instanceof ArrayBuffer);
  const square = tf.tidy(() => tf.square(tf.tensor1d([2, 3])).dataSync());
  assertEquals([...square], [4, 9]);
});
