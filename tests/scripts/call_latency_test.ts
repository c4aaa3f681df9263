import { assertEquals } from "@std/assert";
import { CallLatency } from "../../scripts/_call_latency.ts";
import type { Prediction } from "../../src/protocol/native/messages.ts";
import { noLosses } from "../../src/session/losses.ts";

/** Two calls of 2 s, the second one begun a second after the first. */
function twoCalls() {
  const clock = { nowMs: 0 };
  const latency = new CallLatency(2, () => clock.nowMs);
  for (const [callId, startMs] of [["a", 0], ["b", 1_000]] as const) {
    latency.spoke({
      callId,
      audioMs: 2_000,
      dueMs: (positionMs) => startMs + positionMs,
    });
  }
  const answer = (callId: string, endMs: number, atMs: number) => {
    clock.nowMs = atMs;
    latency.onPrediction(callId, { endMs } as Prediction);
  };
  const end = (callId: string, skipped: number) =>
    latency.onEnded(callId, {
      reason: "platform_stop",
      losses: noLosses(),
      report: {
        totals: { receivedBytes: 0, audioMs: 2_000, predictions: 1, skipped },
        summary: [],
      },
    });
  return { latency, answer, end };
}

Deno.test("CallLatency counts from when a window's last sample was due, each call by its own beginning", () => {
  const { latency, answer, end } = twoCalls();
  answer("a", 985, 1_000);
  answer("b", 985, 2_185);
  end("a", 1);
  end("b", 2);
  const { latencyMs, followed, predictions, skipped } = latency.result();
  assertEquals([latencyMs!.p50, latencyMs!.max], [15, 200]);
  assertEquals([followed, predictions, skipped], [2, 2, 3]);
});

Deno.test("CallLatency leaves out answers to the end of a call", () => {
  const { latency, answer } = twoCalls();
  answer("a", 1_980, 2_000);
  answer("a", 1_981, 9_000);
  assertEquals(latency.result().latencyMs!.max, 20);
});

Deno.test("CallLatency wants the calls that it watches, and knows when all have ended", async () => {
  const { latency, end } = twoCalls();
  assertEquals(["a", "b", "c"].map(latency.isWanted), [true, true, false]);
  end("a", 0);
  assertEquals(await Promise.race([latency.allEnded, "open"]), "open");
  end("b", 0);
  assertEquals(await Promise.race([latency.allEnded, "open"]), undefined);
});
