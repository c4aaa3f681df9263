import { assertEquals } from "@std/assert";
import { standardise } from "../../src/model/standardise.ts";

const STATISTICS = { mean: [1, -2], deviation: [2, 0.5] };

Deno.test("standardise() takes each band's mean away and divides by its deviation", () => {
  const rows = Float32Array.of(1, -2, 3, -1, -1, -3);
  const out = new Float32Array(6);
  standardise(rows, STATISTICS, out);
  assertEquals([...out], [0, 0, 1, 2, -1, -2]);
});

Deno.test("standardise() may write where it reads", () => {
  const rows = Float32Array.of(3, -1);
  standardise(rows, STATISTICS, rows);
  assertEquals([...rows], [1, 2]);
});
