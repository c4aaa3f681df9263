import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import { orthogonalised } from "../../../src/training/kernels/orthogonalise.ts";
import { Random } from "../../../src/training/random.ts";
import { assertClose } from "../_arrays.ts";

await startWasmBackend();

type Matrix = number[][];

function drawn(rows: number, columns: number, seed = 1): Float32Array {
  const random = new Random(seed, "matrix", rows, columns);
  return Float32Array.from({ length: rows * columns }, () => random.normal());
}

function toMatrix(values: ArrayLike<number>, columns: number): Matrix {
  return Array.from(
    { length: values.length / columns },
    (_, r) => Array.from(values).slice(r * columns, (r + 1) * columns),
  );
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b[0]!.map((_, c) => row.reduce((sum, x, k) => sum + x * b[k]![c]!, 0))
  );
}

function turned(a: Matrix): Matrix {
  return a[0]!.map((_, c) => a.map((row) => row[c]!));
}

/** The published iteration, in double precision and on the matrix itself. */
function reference(x: Matrix): Matrix {
  const norm = Math.hypot(...x.flat()) + 1e-7;
  let result = x.map((row) => row.map((value) => value / norm));
  for (let step = 0; step < 5; step++) {
    const gram = product(turned(result), result);
    const square = product(gram, gram);
    const factor = gram.map((row, r) =>
      row.map((g, c) =>
        (r === c ? 3.4445 : 0) - 4.7750 * g + 2.0315 * square[r]![c]!
      )
    );
    result = product(result, factor);
  }
  return result;
}

const SHAPES = [[1, 1], [4, 4], [9, 3], [25, 16], [64, 64], [70, 33], [40, 9]];

for (const [rows, columns] of SHAPES as [number, number][]) {
  Deno.test(`orthogonalised() follows the published iteration for ${rows} x ${columns}`, () => {
    const matrix = drawn(rows, columns);
    const before = matrix.slice();
    const tensors = tf.memory().numTensors;
    const actual = orthogonalised(matrix, [1, rows, columns]);

    const expected = reference(toMatrix(matrix, columns)).flat();
    assertClose(actual, expected, 2e-3);
    assertEquals(matrix, before, "what was given is left as it was");
    assertEquals(tf.memory().numTensors, tensors);
  });
}

Deno.test("orthogonalised() brings every singular value near 1", () => {
  const q = toMatrix(orthogonalised(drawn(60, 12), [1, 60, 12]), 12);
  const gram = product(turned(q), q);
  for (let r = 0; r < 12; r++) {
    for (let c = 0; c < 12; c++) {
      assertAlmostEquals(gram[r]![c]!, r === c ? 0.9 : 0, 0.45);
    }
  }
});

Deno.test("orthogonalised() does to rows what it does to columns", () => {
  const matrix = toMatrix(drawn(5, 17), 17);
  const tall = turned(matrix).flat();
  const wide = orthogonalised(Float32Array.from(matrix.flat()), [1, 5, 17]);
  const other = orthogonalised(Float32Array.from(tall), [1, 17, 5]);
  assertClose(wide, turned(toMatrix(other, 5)).flat(), 1e-6);
});

Deno.test("orthogonalised() does not mind the size of a gradient, and leaves nothing at nothing", () => {
  const matrix = drawn(20, 8);
  const small = orthogonalised(matrix.map((x) => x * 1e-3), [1, 20, 8]);
  assertClose(small, orthogonalised(matrix, [1, 20, 8]), 1e-3);
  const none = orthogonalised(new Float32Array(160), [1, 20, 8]);
  assert(none.every((value) => value === 0));
});

Deno.test("orthogonalised() takes matrices one by one", () => {
  const [one, two] = [drawn(9, 4, 1), drawn(9, 4, 2)];
  const both = orthogonalised(Float32Array.of(...one, ...two), [2, 9, 4]);
  const alone = [one, two].flatMap((m) => [...orthogonalised(m, [1, 9, 4])]);
  assertEquals([...both], alone);
});
