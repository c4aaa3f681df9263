import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  addressOf,
  heapView,
  kernelsOf,
  panelsLength,
  withScratch,
} from "../../../src/model/kernels/module.ts";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";

async function backend(): Promise<BackendWasm> {
  await startWasmBackend();
  return tf.backend() as BackendWasm;
}

Deno.test("kernelsOf() gives one backend one instance", async () => {
  const wasm = await backend();
  const first = kernelsOf(wasm);
  assert(first === kernelsOf(wasm));
});

Deno.test("packPanels() packs columns by eight, the rest zeros", async () => {
  const wasm = await backend();
  const [depth, width] = [2, 10];
  const weights = tf.range(1, 1 + depth * width);
  withScratch(wasm, [panelsLength(depth, width)], (panels) => {
    kernelsOf(wasm).packPanels(addressOf(wasm, weights), panels!, depth, width);
    const { buffer } = heapView(wasm, weights);
    assertEquals([...new Float32Array(buffer, panels, 32)], [
      ...[1, 2, 3, 4, 5, 6, 7, 8],
      ...[11, 12, 13, 14, 15, 16, 17, 18],
      ...[9, 10, 0, 0, 0, 0, 0, 0],
      ...[19, 20, 0, 0, 0, 0, 0, 0],
    ]);
  });
  weights.dispose();
});

Deno.test("packTransposedPanels() packs rows by eight, the rest zeros", async () => {
  const wasm = await backend();
  const [depth, width] = [9, 2];
  const weights = tf.range(1, 1 + depth * width);
  withScratch(wasm, [panelsLength(width, depth)], (panels) => {
    const address = addressOf(wasm, weights);
    kernelsOf(wasm).packTransposedPanels(address, panels!, 1, depth, width);
    const { buffer } = heapView(wasm, weights);
    assertEquals([...new Float32Array(buffer, panels, 32)], [
      ...[1, 3, 5, 7, 9, 11, 13, 15],
      ...[2, 4, 6, 8, 10, 12, 14, 16],
      ...[17, 0, 0, 0, 0, 0, 0, 0],
      ...[18, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });
  weights.dispose();
});

Deno.test("packTransposedPanels() packs the taps of eight rows side by side", async () => {
  const wasm = await backend();
  const [taps, depth, width] = [2, 9, 1];
  const weights = tf.range(1, 1 + taps * depth * width);
  withScratch(wasm, [panelsLength(taps * width, depth)], (panels) => {
    const address = addressOf(wasm, weights);
    kernelsOf(wasm).packTransposedPanels(address, panels!, taps, depth, width);
    const { buffer } = heapView(wasm, weights);
    assertEquals([...new Float32Array(buffer, panels, 32)], [
      ...[1, 2, 3, 4, 5, 6, 7, 8],
      ...[10, 11, 12, 13, 14, 15, 16, 17],
      ...[9, 0, 0, 0, 0, 0, 0, 0],
      ...[18, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });
  weights.dispose();
});

Deno.test("withScratch() lends pieces that do not overlap, and takes them back even after a fault", async () => {
  const wasm = await backend();
  const before = wasm.numDataIds();
  for (let turn = 0; turn < 2; turn++) {
    try {
      withScratch(wasm, [5, 3], (first, second) => {
        const weights = tf.tensor1d([0]);
        const { buffer } = heapView(wasm, weights);
        weights.dispose();
        const scratch = [
          new Float32Array(buffer, first, 5).fill(7),
          new Float32Array(buffer, second, 3).fill(8),
        ];
        assertEquals([...scratch[0]!], [7, 7, 7, 7, 7]);
        assertEquals([...scratch[1]!], [8, 8, 8]);
        throw new RangeError("a fault");
      });
    } catch (error) {
      assert(error instanceof RangeError);
    }
    assertEquals(wasm.numDataIds(), before);
  }
});
