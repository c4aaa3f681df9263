import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { logSum } from "../../src/training/log_sum.ts";

const level = fc.double({ min: -40, max: 40, noNaN: true });

Deno.test("logSum() is within 5e-7 of the logarithm of the sum", () => {
  fc.assert(
    fc.property(level, level, (a, b) => {
      const exact = Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
      assertAlmostEquals(logSum(a, b), exact, 5e-7);
    }),
    { seed: 1, numRuns: 5_000 },
  );
});

Deno.test("logSum() does not mind the order", () => {
  fc.assert(
    fc.property(level, level, (a, b) => {
      assertEquals(logSum(a, b), logSum(b, a));
    }),
    { seed: 2 },
  );
});

Deno.test("logSum() grows with what is added", () => {
  fc.assert(
    fc.property(level, level, level, (a, b, c) => {
      const [less, more] = [Math.min(b, c), Math.max(b, c)];
      assertEquals(logSum(a, less) <= logSum(a, more) + 1e-12, true);
    }),
    { seed: 3 },
  );
});

Deno.test("logSum() of equal powers adds ln 2", () => {
  assertAlmostEquals(logSum(-13.8, -13.8), -13.8 + Math.LN2, 1e-12);
});

Deno.test("logSum() ignores what is far below, even nothing at all", () => {
  assertEquals(logSum(1, -100), 1);
  assertEquals(logSum(-Infinity, 1), 1);
});
