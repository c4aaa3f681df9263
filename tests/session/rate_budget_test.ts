import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { RateBudget } from "../../src/session/rate_budget.ts";
import { FakeClock } from "./_fakes.ts";

fc.configureGlobal({ seed: 2_026 });

function budget(perSecond: number, burstSeconds: number) {
  const clock = new FakeClock();
  return {
    clock,
    budget: new RateBudget({ perSecond, burstSeconds }, clock.now),
  };
}

Deno.test("RateBudget gives a burst at once, then its rate", () => {
  const { budget: left, clock } = budget(2, 5);
  for (let i = 0; i < 10; i++) {
    assertEquals(left.waitMs, 0);
    left.take(1);
  }
  assert(left.waitMs > 0);
  clock.nowMs += 500;
  assertEquals(left.waitMs, 0);
  left.take(1);
  assert(left.waitMs > 0);
});

Deno.test("RateBudget.tryTake() takes into debt while something is left, and then nothing", () => {
  const { budget: left, clock } = budget(2, 5);
  assert(left.tryTake(9));
  assert(left.tryTake(3));
  assert(!left.tryTake(100));
  assertEquals(left.waitMs, 1_000);
  clock.nowMs += 1_001;
  assert(left.tryTake(1));
});

Deno.test("RateBudget fills no further than its burst", () => {
  const { budget: left, clock } = budget(2, 5);
  clock.nowMs += 3_600_000;
  left.take(10);
  assert(left.waitMs > 0);
});

Deno.test("RateBudget lets one large piece pass, and says how long it is waited for", () => {
  const { budget: left, clock } = budget(10, 1);
  left.take(110);
  assertEquals(left.waitMs, 10_000);
  clock.nowMs += 9_000;
  assertEquals(left.waitMs, 1_000);
  clock.nowMs += 1_001;
  assertEquals(left.waitMs, 0);
});

Deno.test("RateBudget has no end where there is no limit", () => {
  const { budget: left, clock } = budget(Infinity, 60);
  for (let i = 0; i < 100; i++) {
    left.take(1e9);
    clock.nowMs += i % 2;
    assertEquals(left.waitMs, 0);
  }
});

Deno.test("RateBudget never gives more than its burst and its rate, and one piece", () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 2_000 }),
    amount: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
    const { budget: left, clock } = budget(5, 4);
    let taken = 0;
    for (const { afterMs, amount } of steps) {
      clock.nowMs += afterMs;
      if (left.waitMs > 0) continue;
      left.take(amount);
      taken += amount;
    }
    assert(taken <= 5 * 4 + 5 * clock.nowMs / 1_000 + 20 + 1e-6);
  }));
});
