import { assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import "../../../src/training/kernels/mat_mul_gradient.ts";
import { assertClose, normals } from "../_arrays.ts";

type Shapes = [a: number[], b: number[], out: number[]];

const CASES: readonly Shapes[] = [
  [[4, 7], [7, 3], [4, 3]],
  [[1, 1], [1, 1], [1, 1]],
  [[9, 16], [16, 24], [9, 24]],
  [[3, 1, 5], [3, 5, 2], [3, 1, 2]],
];

function size(shape: number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

for (const [aShape, bShape, outShape] of CASES) {
  Deno.test(`the gradient of a product of ${aShape} and ${bShape} is dy b^T and a^T dy`, async () => {
    await startWasmBackend();
    const [a, b, dy] = [aShape, bShape, outShape].map((shape, i) =>
      normals(size(shape), i)
    ) as [Float32Array, Float32Array, Float32Array];
    const [da, db] = tf.tidy(() => {
      const factors = tf.tensor(dy, outShape);
      const loss = (...[a, b]: tf.Tensor[]) =>
        tf.sum<tf.Scalar>(tf.mul(tf.matMul(a!, b!), factors));
      return tf.grads(loss)([tf.tensor(a, aShape), tf.tensor(b, bShape)])
        .map((tensor) => tensor.dataSync());
    }) as [Float32Array, Float32Array];

    const [rows, inner] = aShape.slice(-2) as [number, number];
    const columns = bShape.at(-1)!;
    const expectedA = new Float32Array(a.length);
    const expectedB = new Float32Array(b.length);
    for (let item = 0; item < a.length / (rows * inner); item++) {
      for (let r = 0; r < rows; r++) {
        for (let k = 0; k < inner; k++) {
          for (let c = 0; c < columns; c++) {
            const iA = (item * rows + r) * inner + k;
            const iB = (item * inner + k) * columns + c;
            const iY = (item * rows + r) * columns + c;
            expectedA[iA]! += dy[iY]! * b[iB]!;
            expectedB[iB]! += a[iA]! * dy[iY]!;
          }
        }
      }
    }
    assertClose(da, expectedA, 1e-5);
    assertClose(db, expectedB, 1e-5);
  });
}

Deno.test("the gradient of a product refuses factors transposed by a flag", async () => {
  await startWasmBackend();
  const loss = (a: tf.Tensor) =>
    tf.sum<tf.Scalar>(tf.matMul(a, tf.ones([2, 3]), true));
  assertThrows(
    () => tf.tidy(() => tf.grad(loss)(tf.ones([2, 2]))),
    TypeError,
    "transposeA is true",
  );
});
