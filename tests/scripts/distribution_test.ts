import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Distribution } from "../../scripts/_distribution.ts";

fc.configureGlobal({ seed: 2_026 });

function distributionOf(times: readonly number[]): Distribution {
  const distribution = new Distribution();
  for (const ms of times) distribution.add(ms);
  return distribution;
}

Deno.test("Distribution tells the nearest rank of its times, at most 0.1 ms too high", () => {
  fc.assert(fc.property(
    fc.array(fc.double({ min: 0, max: 9_999, noNaN: true }), { minLength: 1 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (times, share) => {
      const sorted = times.toSorted((a, b) => a - b);
      const rank = Math.max(1, Math.ceil(share * times.length));
      const excess = distributionOf(times).percentileMs(share) -
        sorted[rank - 1]!;
      assert(excess >= -1e-9 && excess <= 0.1 + 1e-9, `${excess} ms`);
    },
  ));
});

Deno.test("Distribution tells the four figures of 1 to 100 ms", () => {
  const times = Array.from({ length: 100 }, (_, i) => i + 1);
  assertEquals(
    distributionOf(times).figures(),
    { p50: 50, p95: 95, p99: 99, max: 100 },
  );
});

Deno.test("Distribution knows what took longer than 10 s by the longest", () => {
  const distribution = distributionOf([1, 15_000, 20_000.04]);
  assertEquals(
    distribution.figures(),
    { p50: 20_000, p95: 20_000, p99: 20_000, max: 20_000 },
  );
  assertEquals(distribution.count, 3);
});

Deno.test("Distribution counts what was early as 0", () => {
  assertEquals(
    distributionOf([-5]).figures(),
    { p50: 0, p95: 0, p99: 0, max: 0 },
  );
});

Deno.test("Distribution tells nothing of no times", () => {
  assertEquals(new Distribution().figures(), null);
  assertThrows(
    () => new Distribution().percentileMs(0.5),
    RangeError,
    "current count is 0",
  );
});
