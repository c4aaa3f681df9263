import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import {
  timesTransposed,
  transposedTimes,
} from "../../../src/training/kernels/product.ts";
import { assertClose, normals } from "../_arrays.ts";

/** `left [rows, inner]` times `right [inner, columns]`, value by value. */
function plainProduct(
  inner: number,
  rows: number,
  columns: number,
  left: (row: number, k: number) => number,
  right: (k: number, column: number) => number,
): number[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += left(row, k) * right(k, column);
    return sum;
  });
}

const SIZES = fc.tuple(
  fc.integer({ min: 1, max: 21 }),
  fc.integer({ min: 1, max: 21 }),
  fc.integer({ min: 1, max: 21 }),
);

Deno.test("timesTransposed() is dy times the transpose of b, for any sizes", async () => {
  await startWasmBackend();
  fc.assert(
    fc.property(SIZES, ([rows, columns, depth]) => {
      const dy = normals(rows * columns, 1);
      const b = normals(depth * columns, 2);
      const actual = tf.tidy(() =>
        timesTransposed(
          tf.tensor2d(dy, [rows, columns]),
          tf.tensor2d(b, [depth, columns]),
        ).dataSync()
      );
      const expected = plainProduct(
        columns,
        rows,
        depth,
        (row, k) => dy[row * columns + k]!,
        (k, column) => b[column * columns + k]!,
      );
      assertClose(actual, expected, 1e-4);
    }),
    { numRuns: 60, seed: 1 },
  );
});

Deno.test("transposedTimes() is the transpose of a times dy, for any sizes", async () => {
  await startWasmBackend();
  fc.assert(
    fc.property(SIZES, ([rows, columns, depth]) => {
      const a = normals(rows * depth, 1);
      const dy = normals(rows * columns, 2);
      const actual = tf.tidy(() =>
        transposedTimes(
          tf.tensor2d(a, [rows, depth]),
          tf.tensor2d(dy, [rows, columns]),
        ).dataSync()
      );
      const expected = plainProduct(
        rows,
        depth,
        columns,
        (row, k) => a[k * depth + row]!,
        (k, column) => dy[k * columns + column]!,
      );
      assertClose(actual, expected, 1e-4);
    }),
    { numRuns: 60, seed: 1 },
  );
});
