import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { permuted } from "../../src/export/permuted.ts";

Deno.test("permuted() moves the value at [i, j, k] to [k, i, j]", () => {
  const shape = [2, 3, 4];
  const values = Float32Array.from({ length: 24 }, (_, i) => i);
  const moved = permuted(values, shape, [2, 0, 1]);
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 4; k++) {
        assertEquals(moved[(k * 2 + i) * 3 + j], values[(i * 3 + j) * 4 + k]);
      }
    }
  }
});

Deno.test("permuted() undone by the inverse order gives the values back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (shape, keys) => {
        const order = shape.map((_, axis) => ({
          axis,
          key: keys.next().value as number,
        })).sort((a, b) => a.key - b.key).map(({ axis }) => axis);
        const size = shape.reduce((product, length) => product * length, 1);
        const values = Float32Array.from({ length: size }, (_, i) => i);
        const there = permuted(values, shape, order);
        const back = shape.map((_, axis) => order.indexOf(axis));
        const movedShape = order.map((axis) => shape[axis]!);
        assertEquals(permuted(there, movedShape, back), values);
      },
    ),
    { seed: 1 },
  );
});
