import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { coresUsed, type Usage, usageNow } from "../../scripts/_usage.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";

function usage(atMs: number, cpuMs: number): Usage {
  return { atMs, cpuMs, rssBytes: 1e8, heapBytes: 1e7, tensors: null };
}

Deno.test("coresUsed() is computing per time, from the first usage to the last", () => {
  const usages = [usage(100, 50), usage(300, 400), usage(1_100, 550)];
  assertAlmostEquals(coresUsed(usages)!, 0.5);
});

Deno.test("coresUsed() is unknown of no time", () => {
  assertEquals(coresUsed([]), null);
  assertEquals(coresUsed([usage(100, 50)]), null);
});

Deno.test("usageNow() sees the computing, the memory and the tensors of this process", async () => {
  await startWasmBackend();
  const before = usageNow();
  const tensor = tf.tensor1d([1, 2, 3]);
  const untilMs = before.cpuMs + 20;
  while (usageNow().cpuMs < untilMs); // ends: to ask is computing, too
  const after = usageNow();
  assert(after.atMs > before.atMs);
  assert(after.rssBytes > 1e7, `${after.rssBytes}`);
  assert(after.heapBytes > 1e6 && after.heapBytes < after.rssBytes);
  assertEquals(after.tensors, before.tensors! + 1);
  tensor.dispose();
});
