import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  retryAfterMs,
  retryWaitMs,
} from "../../../src/results/webhooks/retry_wait.ts";
import {
  MAX_AGE_MS,
  MAX_ATTEMPTS,
} from "../../../src/results/webhooks/limits.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("retryWaitMs() doubles up to five minutes, half of it by chance", () => {
  assertEquals([1, 2, 3, 9, 10, 40].map((n) => retryWaitMs(n, 0)), [
    500,
    1_000,
    2_000,
    128_000,
    150_000,
    150_000,
  ]);
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 100 }),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    (attempts, random) => {
      const wait = retryWaitMs(attempts, random);
      assert(wait >= retryWaitMs(attempts, 0));
      assert(wait <= 2 * retryWaitMs(attempts, 0));
    },
  ));
});

Deno.test("retryWaitMs() spends all attempts within the life of a message", () => {
  let total = 0;
  for (let n = 1; n < MAX_ATTEMPTS; n++) total += retryWaitMs(n, 0.999);
  assert(total > 10 * 60_000 && total < MAX_AGE_MS, `${total}`);
});

Deno.test("retryAfterMs() reads seconds and dates, and nothing else", () => {
  const nowMs = Date.parse("2026-11-24T12:00:00Z");
  const read = (header: string | null) => retryAfterMs(header, nowMs);
  assertEquals(read("120"), 120_000);
  assertEquals(read("0"), 0);
  assertEquals(read("Tue, 24 Nov 2026 12:00:30 GMT"), 30_000);
  assertEquals(read("Tue, 24 Nov 2026 11:00:00 GMT"), 0);
  for (const header of [null, "", "soon", "-5", "1e99", "9".repeat(40)]) {
    assertEquals(read(header), undefined, `${header}`);
  }
});
