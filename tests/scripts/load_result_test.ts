import { assertEquals, assertThrows } from "@std/assert";
import type { CallRecord } from "../../scripts/_call_record.ts";
import { Distribution } from "../../scripts/_distribution.ts";
import { isBorne } from "../../scripts/_load_limit.ts";
import { loadLines, TRIAL_HEAD, trialLine } from "../../scripts/_load_lines.ts";
import { type LoadResult, loadResult } from "../../scripts/_load_result.ts";
import type { Observations } from "../../scripts/_load_run.ts";
import { LoadSchedule } from "../../scripts/_load_schedule.ts";

const ENDS = { firstEndMs: 985, strideMs: 480 };

const HELD: CallRecord = {
  ending: { kind: "held" },
  channelCount: 1,
  sentMs: 10_000,
  answers: { ends: ENDS, received: 19, ofSpeech: 19, skipped: 0 },
};

const REFUSED: CallRecord = {
  ending: { kind: "refused", reason: "overloaded (close 1013): full" },
  channelCount: 1,
  sentMs: 0,
  answers: undefined,
};

function distributionOf(...times: number[]): Distribution {
  const distribution = new Distribution();
  for (const ms of times) distribution.add(ms);
  return distribution;
}

function observed(more: Partial<Observations> = {}): Observations {
  return {
    schedule: new LoadSchedule({
      sessions: 2,
      rampMs: 0,
      settleMs: 1_000,
      durationMs: 8_000,
      inStep: false,
    }, 0),
    records: [HELD, HELD],
    latency: distributionOf(10, 20, 30),
    lateness: distributionOf(0.5, 1),
    health: distributionOf(2),
    ownUsages: [
      { atMs: 0, cpuMs: 0, rssBytes: 1, heapBytes: 1, tensors: null },
      { atMs: 1_000, cpuMs: 200, rssBytes: 1, heapBytes: 1, tensors: null },
    ],
    ...more,
  };
}

const RESULT: LoadResult = {
  sessions: 2,
  calls: 2,
  held: 2,
  left: 0,
  refused: [],
  lost: [],
  predictions: { expected: 38, received: 38, speechShare: 1 },
  skipped: 0,
  latencyMs: { p50: 20, p95: 30, p99: 30, max: 30 },
  eventLoopDelayMs: { p50: 2, p95: 2, p99: 2, max: 2 },
  server: null,
  generator: {
    latenessMs: { p50: 0.5, p95: 1, p99: 1, max: 1 },
    cores: 0.2,
  },
  isValid: true,
};

Deno.test("loadResult() sums up what was seen", () => {
  assertEquals(loadResult(2, observed(), undefined), RESULT);
});

Deno.test("loadResult() knows its server if that told of itself, by the sessions that were let in", () => {
  const usage = (second: number, rssBytes: number) => ({
    atMs: 1_000 * second,
    heardMs: 1_000 * second,
    cpuMs: 500 * second,
    rssBytes,
    heapBytes: rssBytes / 5,
    tensors: 38,
  });
  const { server } = loadResult(
    4,
    observed({ records: [HELD, HELD, REFUSED, REFUSED] }),
    [usage(0.6, 1e8), usage(3, 1.002e8), usage(5, 1.002e8)],
  );
  assertEquals([server?.cores, server?.sessionMsPerSecond], [0.5, 250]);
  assertEquals(server?.rss.sessionBytes, 2e5);
  assertEquals(server?.heap.sessionBytes, 4e4);
});

Deno.test("loadResult() does not trust a generator that was late, or sent nothing", () => {
  const late = new Array(98).fill(1).concat(11, 11);
  const isValid = (lateness: Distribution) =>
    loadResult(2, observed({ lateness }), undefined).isValid;
  assertEquals(isValid(distributionOf(...late)), false);
  assertEquals(isValid(distributionOf(...late.slice(0, 99), 1)), true);
  assertEquals(isValid(distributionOf()), false);
});

Deno.test("loadResult() says why no prediction came", () => {
  assertThrows(
    () => loadResult(1, observed({ records: [REFUSED] }), undefined),
    Error,
    "a prediction must come: overloaded (close 1013): full",
  );
  const mute = { ...HELD, sentMs: 500, answers: undefined };
  assertThrows(
    () => loadResult(1, observed({ records: [mute] }), undefined),
    Error,
    "calls were too short",
  );
});

Deno.test("isBorne() takes all in time, nothing skipped or missing, nobody lost", () => {
  assertEquals(isBorne(RESULT), true);
  const figures = { p50: 1, p95: 2, p99: 249.9, max: 900 };
  const bad: Partial<LoadResult>[] = [
    { latencyMs: { ...figures, p99: 250 } },
    { latencyMs: null },
    { skipped: 1 },
    { held: 1 },
    { predictions: { ...RESULT.predictions, received: 37 } },
  ];
  assertEquals(isBorne({ ...RESULT, latencyMs: figures }), true);
  for (const one of bad) assertEquals(isBorne({ ...RESULT, ...one }), false);
});

Deno.test("loadLines() tell all of it", () => {
  const server = {
    cores: 0.62,
    sessionMsPerSecond: 3.1,
    rss: { firstBytes: 98e6, allBytes: 128.4e6, sessionBytes: 101_300 },
    heap: { firstBytes: 14e6, allBytes: 20e6, sessionBytes: 20_000 },
    growthPerMinute: { rssBytes: -12_345, heapBytes: 2_100, tensors: 0 },
    verdict: "flat" as const,
  };
  const refused = [{ reason: "overloaded (close 1013): full", calls: 12 }];
  assertEquals(loadLines({ ...RESULT, server, refused }), [
    "sessions     2 of 2 held",
    "refused      12: overloaded (close 1013): full",
    "predictions  38 of 38, 0 skipped, 100 % heard as speech",
    "latency      p50 20.0  p95 30.0  p99 30.0  max 30.0 ms   last sample to prediction",
    "event loop   p50 2.0  p95 2.0  p99 2.0  max 2.0 ms   GET /healthz",
    "server       0.62 cores: 3.10 ms for a second of a session",
    "resident     98 MB with the first session, 128 MB with all: 101 KB a session",
    "heap         14 MB with the first session, 20 MB with all: 20 KB a session (least seen)",
    "growth       -12 KB resident, 2 KB heap (least of each 30 s), 0.00 tensors a minute, second half",
    "memory       flat: the heap does not grow",
    "generator    p50 0.5  p95 1.0  p99 1.0  max 1.0 ms   lateness of its chunks; 0.20 cores",
  ]);
});

Deno.test("loadLines() tell of sessions that came and went, and of what is not known", () => {
  const lines = loadLines({ ...RESULT, calls: 9, left: 3, latencyMs: null });
  assertEquals(
    lines[0],
    "sessions     2 at a time, 9 in all: 2 held, 3 left without a word",
  );
  assertEquals(
    lines[2],
    "latency      p50 ?  p95 ?  p99 ?  max ? ms   last sample to prediction",
  );
});

Deno.test("trialLine() stands below its head", () => {
  assertEquals([TRIAL_HEAD, trialLine(RESULT)], [
    "sessions  borne      held   skipped   p50 ms   p99 ms  loop p99    cores",
    "       2  yes           2         0     20.0     30.0       2.0        ?",
  ]);
  const verdicts = [{ skipped: 1 }, { isValid: false }]
    .map((more) => trialLine({ ...RESULT, ...more }).slice(10, 17).trim());
  assertEquals(verdicts, ["no", "unknown"]);
});
