import { assertEquals } from "@std/assert";
import { lengthOf, placeParts } from "../../src/model/parts.ts";

const PARTS = [[1, 2], [], [3]].map((values) => Float32Array.from(values));

Deno.test("lengthOf() counts the values of all parts", () => {
  assertEquals(lengthOf(PARTS), 3);
  assertEquals(lengthOf([]), 0);
});

Deno.test("placeParts() writes parts one after the other, and nothing else", () => {
  const to = new Float32Array(6).fill(9);
  placeParts(PARTS, to, 2);
  assertEquals([...to], [9, 9, 1, 2, 3, 9]);
});
