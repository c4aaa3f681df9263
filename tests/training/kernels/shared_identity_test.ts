import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import "../../../src/training/kernels/shared_identity.ts";

Deno.test("a clone shares the values of its tensor, and outlives it", async () => {
  await startWasmBackend();
  const before = tf.memory().numTensors;
  const dataBefore = tf.engine().backend.numDataIds();
  const tensor = tf.tensor1d([1, 2, 3]);
  const clone = tf.clone(tensor);
  assertEquals(tf.engine().backend.numDataIds(), dataBefore + 1);
  tensor.dispose();
  assertEquals([...clone.dataSync()], [1, 2, 3]);
  clone.dispose();
  assertEquals(tf.memory().numTensors, before);
  assertEquals(tf.engine().backend.numDataIds(), dataBefore);
});
