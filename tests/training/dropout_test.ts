import { assertAlmostEquals, assertEquals } from "@std/assert";
import { dropoutFactors } from "../../src/training/dropout.ts";
import { Random } from "../../src/training/random.ts";

Deno.test("dropoutFactors() drops its share, and what is kept makes up for it", () => {
  const factors = dropoutFactors(100_000, 0.3, new Random(1));
  const dropped = factors.filter((factor) => factor === 0).length;
  assertAlmostEquals(dropped / 100_000, 0.3, 0.01);
  assertEquals(new Set(factors), new Set([0, Math.fround(1 / 0.7)]));
});

Deno.test("dropoutFactors() of nothing dropped are ones", () => {
  assertEquals([...dropoutFactors(3, 0, new Random(1))], [1, 1, 1]);
});
