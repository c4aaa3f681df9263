import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { bootstrapInterval } from "../../../src/training/measures/bootstrap.ts";

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

Deno.test("bootstrapInterval() of one speaker is a point, of speakers alike too", () => {
  assertEquals(bootstrapInterval([0.7], mean), [0.7, 0.7]);
  assertEquals(bootstrapInterval([0.7, 0.7, 0.7], mean), [0.7, 0.7]);
});

Deno.test("bootstrapInterval() draws as many speakers as there are, with replacement", () => {
  const sizes = new Set<number>();
  let repeated = false;
  bootstrapInterval([1, 2, 3], (drawn) => {
    sizes.add(drawn.length);
    repeated ||= new Set(drawn).size < drawn.length;
    return 0;
  });
  assertEquals([...sizes], [3]);
  assert(repeated);
});

Deno.test("bootstrapInterval() of many speakers is two standard errors to either side", () => {
  const speakers = Array.from({ length: 100 }, (_, i) => i % 2);
  const [low, high] = bootstrapInterval(speakers, mean);
  // Deviation 0.5 over 100 speakers: 0.05, times 1.96.
  assertAlmostEquals(low, 0.5 - 0.098, 0.02);
  assertAlmostEquals(high, 0.5 + 0.098, 0.02);
});

Deno.test("bootstrapInterval() lies within what the speakers have, and repeats itself", () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(shares, (speakers) => {
      const [low, high] = bootstrapInterval(speakers, mean);
      assert(low <= high);
      assert(low >= Math.min(...speakers) - 1e-4);
      assert(high <= Math.max(...speakers) + 1e-4);
      assertEquals(bootstrapInterval(speakers, mean), [low, high]);
    }),
    { seed: 1, numRuns: 20 },
  );
});
