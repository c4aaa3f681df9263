import { assertEquals } from "@std/assert";
import { approach } from "../../src/training/approach.ts";

Deno.test("approach() keeps a share of the values and takes the rest of the target, in place", () => {
  const values = Float32Array.of(4, 0, -8);
  const target = Float32Array.of(0, 4, -8);
  approach(values, target, 0.75);
  assertEquals([...values], [3, 1, -8]);
  assertEquals([...target], [0, 4, -8]);
});
