import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  MAX_REFUSAL_LINES,
  REFUSAL_WINDOW_MS,
  RefusalLog,
} from "../../src/results/refusal_log.ts";
import type { Refusal } from "../../src/session/call_sink.ts";
import { readableLog } from "../log/_lines.ts";
import { FakeClock } from "../session/_fakes.ts";

fc.configureGlobal({ seed: 2_026 });

const FORBIDDEN: Refusal = {
  platform: "twilio",
  code: "forbidden",
  reason: "the request carries a wrong credential",
};
const FULL: Refusal = {
  platform: "native",
  code: "overloaded",
  reason: "full",
};

function begin() {
  const clock = new FakeClock();
  const { log, entries, lines } = readableLog();
  const refusals = new RefusalLog({ log, now: clock.now });
  const flood = (refusal: Refusal, count: number) => {
    for (let i = 0; i < count; i++) refusals.refused(refusal);
  };
  return { clock, entries, lines, refusals, flood };
}

Deno.test("RefusalLog writes the first refusals in full, and later how many more there were", () => {
  const { clock, entries, refusals, flood } = begin();
  flood(FORBIDDEN, MAX_REFUSAL_LINES + 1_234);
  assertEquals(entries().length, MAX_REFUSAL_LINES);
  assertEquals(entries()[0], {
    time: "2026-11-24T00:00:00.000Z",
    level: "warn",
    event: "call_refused",
    ...FORBIDDEN,
  });
  clock.nowMs = REFUSAL_WINDOW_MS - 1;
  refusals.tick();
  assertEquals(entries().length, MAX_REFUSAL_LINES);
  clock.nowMs++;
  refusals.tick();
  refusals.tick();
  assertEquals(entries().slice(MAX_REFUSAL_LINES), [{
    time: "2026-11-24T00:00:00.000Z",
    level: "warn",
    event: "calls_refused",
    message: "has refused 1,234 more like these",
    platform: "twilio",
    code: "forbidden",
    moreCount: 1_234,
    withinMs: REFUSAL_WINDOW_MS,
  }]);
});

Deno.test("RefusalLog says nothing more of what was written in full", () => {
  const { clock, entries, refusals, flood } = begin();
  flood(FORBIDDEN, MAX_REFUSAL_LINES);
  clock.nowMs = 2 * REFUSAL_WINDOW_MS;
  refusals.tick();
  refusals.finish();
  assertEquals(entries().length, MAX_REFUSAL_LINES);
});

Deno.test("RefusalLog lets a flood of one kind hide no other", () => {
  const { entries, flood } = begin();
  flood(FORBIDDEN, 5_000);
  flood(FULL, 2);
  flood({ ...FORBIDDEN, platform: "plivo" }, 1);
  assertEquals(
    entries().slice(MAX_REFUSAL_LINES).map(({ platform, code }) =>
      `${platform} ${code}`
    ),
    ["native overloaded", "native overloaded", "plivo forbidden"],
  );
});

Deno.test("RefusalLog writes in full again in the next window, though no tick came between", () => {
  const { clock, entries, flood } = begin();
  flood(FULL, MAX_REFUSAL_LINES + 1);
  clock.nowMs = REFUSAL_WINDOW_MS;
  flood(FULL, 1);
  assertEquals(entries().slice(MAX_REFUSAL_LINES).map(({ event }) => event), [
    "calls_refused",
    "call_refused",
  ]);
});

Deno.test("RefusalLog.finish() says what was not said yet", () => {
  const { entries, refusals, flood, clock } = begin();
  flood(FULL, MAX_REFUSAL_LINES + 3);
  clock.nowMs = 1_000;
  refusals.finish();
  refusals.finish();
  const { moreCount, withinMs } = entries().at(-1);
  assertEquals([moreCount, withinMs], [3, 1_000]);
  assertEquals(entries().length, MAX_REFUSAL_LINES + 1);
});

Deno.test("RefusalLog accounts for every refusal, in so many lines a window", () => {
  const kinds = [FORBIDDEN, FULL];
  const step = fc.record({
    kind: fc.constantFrom(...kinds),
    count: fc.nat(50),
    passedMs: fc.nat(REFUSAL_WINDOW_MS),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const { clock, entries, lines, refusals, flood } = begin();
    for (const { kind, count, passedMs } of steps) {
      flood(kind, count);
      clock.nowMs += passedMs;
      refusals.tick();
    }
    refusals.finish();
    for (const { code } of kinds) {
      const told = entries().filter((entry) => entry.code === code)
        .reduce((sum, { moreCount = 1 }) => sum + moreCount, 0);
      const asked = steps.filter(({ kind }) => kind.code === code)
        .reduce((sum, { count }) => sum + count, 0);
      assertEquals(told, asked);
    }
    const windows = 1 + Math.floor(clock.nowMs / REFUSAL_WINDOW_MS);
    const most = kinds.length * (MAX_REFUSAL_LINES + 1) * windows;
    assert(lines.length <= most);
  }));
});
