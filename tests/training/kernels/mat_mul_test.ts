import { assertEquals } from "@std/assert";
import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import "../../../src/training/kernels/mat_mul.ts";
import { assertClose, normals } from "../_arrays.ts";

type Shapes = readonly [number[], number[]];

/** The product of two tensors of normal values on a backend. */
async function product(backend: string, [a, b]: Shapes) {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const [left, right] = [a, b].map((shape, i) =>
      tf.tensor(normals(tf.util.sizeFromShape(shape), i), shape)
    );
    return tf.matMul(left!, right!).dataSync();
  });
}

Deno.test("matMul() of matrices equals the CPU backend's, for any sizes", async () => {
  await startWasmBackend();
  const size = fc.integer({ min: 1, max: 21 });
  await fc.assert(
    fc.asyncProperty(size, size, size, async (rows, depth, columns) => {
      const shapes: Shapes = [[rows, depth], [depth, columns]];
      const actual = await product("wasm", shapes);
      assertClose(actual, await product("cpu", shapes), 1e-4);
    }),
    { numRuns: 60, seed: 1 },
  );
});

Deno.test("matMul() of batches is left to tfjs", async () => {
  await startWasmBackend();
  const shapes: Shapes = [[3, 2, 7], [3, 7, 5]];
  const actual = await product("wasm", shapes);
  assertClose(actual, await product("cpu", shapes), 1e-4);
});

Deno.test("matMul() keeps no scratch", async () => {
  await startWasmBackend();
  const shapes: Shapes = [[7, 9], [9, 11]];
  await product("wasm", shapes);
  const before = tf.engine().backend.numDataIds();
  await product("wasm", shapes);
  assertEquals(tf.engine().backend.numDataIds(), before);
});
