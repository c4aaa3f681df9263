import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CallLatency } from "../../scripts/_call_latency.ts";
import {
  assertValid,
  crowdLines,
  type CrowdResult,
  makeCalls,
} from "../../scripts/_simulated_crowd.ts";
import type { SimulatedCall } from "../../scripts/_simulators/simulator.ts";
import { noLosses } from "../../src/session/losses.ts";

/** Messages that were so late. */
function lateBy(...latenessesMs: readonly number[]): CrowdResult {
  const latency = new CallLatency(2, () => 0);
  latenessesMs.forEach(latency.sent);
  for (const callId of ["a", "b"]) {
    latency.onEnded(callId, {
      reason: "fault",
      losses: noLosses(),
      code: "internal",
      message: "",
    });
  }
  const passed = [{ calls: 2, line: "all went well" }];
  return {
    calls: 2,
    rampMs: 0,
    passed,
    cores: 0.25,
    latency: latency.result(),
  };
}

Deno.test("crowdLines() says what passed, then the figures", () => {
  assertEquals(crowdLines(lateBy(1, 2)), [
    "2 calls, each all went well",
    "2 of 2 calls followed: 0 predictions, 0 windows skipped",
    "latency p50 ?  p95 ?  p99 ?  max ? ms, message due to prediction received",
    "this program sent p50 1.0  p95 2.0  p99 2.0  max 2.0 ms late, with 0.25 cores",
  ]);
});

Deno.test("assertValid() trusts no figures of a program that was late, or heard too little", () => {
  assertValid(lateBy(10));
  assertThrows(() => assertValid(lateBy(11)), Error, "current value is 11 ms");
  assertThrows(() => assertValid(lateBy()), Error, "Cannot trust");
  assertThrows(
    () => assertValid({ ...lateBy(1), calls: 3 }),
    Error,
    "must be followed to its end: current value is 2 of 3",
  );
});

const CALL: SimulatedCall = {
  audio: { sampleRateHz: 8_000, channels: [] },
  url: "ws://127.0.0.1:1",
  lossPercent: 0,
  isReordered: false,
  rtf: 1,
  options: {},
};
const CROWD = { calls: 4, rampMs: 0, tellsLatency: false, key: undefined };

Deno.test("makeCalls() numbers its calls, and says each line once", async () => {
  const { passed, latency } = await makeCalls(
    {
      options: {},
      canReorder: false,
      run: ({ number = 0 }) => Promise.resolve(number < 3 ? "well" : "better"),
    },
    CALL,
    CROWD,
  );
  assertEquals(passed, [
    { calls: 3, line: "well" },
    { calls: 1, line: "better" },
  ]);
  assertEquals(latency, undefined);
});

Deno.test("makeCalls() fails if one call does", async () => {
  await assertRejects(
    () =>
      makeCalls(
        {
          options: {},
          canReorder: false,
          run: ({ number }) =>
            number === 2
              ? Promise.reject(new Error("a bad one"))
              : Promise.resolve(""),
        },
        CALL,
        CROWD,
      ),
    Error,
    "a bad one",
  );
});
