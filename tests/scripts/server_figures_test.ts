import { assertAlmostEquals, assertEquals } from "@std/assert";
import { LoadSchedule } from "../../scripts/_load_schedule.ts";
import type { HeardUsage } from "../../scripts/_own_server.ts";
import { serverFigures } from "../../scripts/_server_figures.ts";

/** Alone until 4 s, measured from 10 to 70 s. */
const SCHEDULE = new LoadSchedule({
  sessions: 101,
  rampMs: 2_000,
  settleMs: 4_000,
  durationMs: 60_000,
  inStep: false,
}, 0);

/** Heard 5 ms after it was said, on another clock. */
function usage(
  second: number,
  use: Omit<HeardUsage, "atMs" | "heardMs">,
): HeardUsage {
  return { atMs: 500 + 1_000 * second, heardMs: 5 + 1_000 * second, ...use };
}

/** A server that takes 100 MB, a session's worth a second while they come, then grows by 60 KB a minute. */
const USAGES = Array.from({ length: 80 }, (_, second) =>
  usage(second, {
    cpuMs: 600 * second,
    rssBytes: 1e8 + 1e5 * Math.min(100, second < 4 ? 0 : 20 * (second - 3)) +
      1e3 * Math.max(0, second - 10),
    heapBytes: 2e7 + (second < 4 ? 0 : 3e6) + 1e6 * (second % 2),
    tensors: 38,
  }));

Deno.test("serverFigures() tells cores, memory and growth of the measured time", () => {
  const figures = serverFigures(USAGES, SCHEDULE, 101);
  assertAlmostEquals(figures.cores!, 0.6, 1e-9);
  assertEquals(figures.rss, {
    firstBytes: 1e8,
    allBytes: 1.1e8 + 30e3, // the middle of the minute
    sessionBytes: (1e7 + 30e3) / 100,
  });
  assertEquals(figures.heap, {
    firstBytes: 2e7,
    allBytes: 2.3e7,
    sessionBytes: 3e4,
  });
  assertAlmostEquals(figures.growthPerMinute.rssBytes!, 60e3, 1e-3);
  assertEquals(figures.growthPerMinute.tensors, 0);
  assertEquals(figures.growthPerMinute.heapBytes, null); // half a minute has one floor
  assertEquals(figures.verdict, "unknown");
});

Deno.test("serverFigures() sees a heap grow in the second half, below its garbage, and not before", () => {
  const long = new LoadSchedule({
    sessions: 101,
    rampMs: 2_000,
    settleMs: 4_000,
    durationMs: 1_200_000,
    inStep: false,
  }, 0);
  const verdictOf = (bytesASecond: number) => {
    const usages = Array.from({ length: 1_210 }, (_, second) =>
      usage(second, {
        cpuMs: second,
        rssBytes: 3e8,
        heapBytes: 5e7 + 1e5 * Math.min(second, 600) +
          bytesASecond * Math.max(0, second - 610) + 1e6 * (second % 20),
        tensors: null,
      }));
    const { growthPerMinute, verdict } = serverFigures(usages, long, 101);
    return [Math.round(growthPerMinute.heapBytes! / 1e4) / 100, verdict];
  };
  assertEquals(verdictOf(0), [0, "flat"]);
  assertEquals(verdictOf(20_000), [1.2, "grows"]);
});

Deno.test("serverFigures() does not guess what was not seen", () => {
  const unseen = { firstBytes: null, allBytes: null, sessionBytes: null };
  assertEquals(serverFigures([], SCHEDULE, 101), {
    cores: null,
    sessionMsPerSecond: null,
    rss: unseen,
    heap: unseen,
    growthPerMinute: { rssBytes: null, heapBytes: null, tensors: null },
    verdict: "unknown",
  });
  assertEquals(serverFigures(USAGES, SCHEDULE, 1).rss.sessionBytes, null);
  const without = USAGES.map((usage) => ({ ...usage, tensors: null }));
  const { growthPerMinute } = serverFigures(without, SCHEDULE, 101);
  assertEquals(growthPerMinute.tensors, null);
});
