import { assertEquals } from "@std/assert";
import { Call } from "../../../src/console/call/call.ts";
import type { CallStart } from "../../../src/console/call/update.ts";
import { LABELS, prediction } from "../_predictions.ts";

const START: CallStart = {
  sessionId: "one",
  modelName: "fake",
  labels: LABELS,
  roles: ["customer", "agent"],
};

function started(): Call {
  const call = new Call();
  call.apply({ type: "started", start: START });
  return call;
}

Deno.test("Call keeps the channels apart", () => {
  const call = started();
  const agents = prediction(0, { channel: 1, role: "agent", label: "angry" });
  call.apply({ type: "prediction", prediction: prediction(0) });
  call.apply({ type: "prediction", prediction: agents, latencyMs: 42 });
  const [customer, agent] = call.channels.value;
  assertEquals(customer!.latest.value?.label, "calm");
  assertEquals(agent!.latest.value, agents);
  assertEquals(call.latencyMs.value, 42);
  assertEquals([...call.log].length, 2);
});

Deno.test("Call takes each window once, however often it is told", () => {
  const call = started();
  for (const index of [0, 1, 1, 0, 2]) {
    const skipped = 1;
    call.apply({
      type: "prediction",
      prediction: prediction(index, { skipped }),
    });
  }
  call.apply({ type: "started", start: START });
  assertEquals(call.log.count, 3);
  assertEquals(call.skippedCount.value, 3);
  assertEquals(call.channels.value[0]!.recent.points.length, 3);
});

Deno.test("Call leaves out a prediction of a channel that it does not have", () => {
  const call = new Call();
  call.apply({ type: "prediction", prediction: prediction(0) });
  assertEquals(call.log.count, 0);
});

Deno.test("Call keeps a bounded number of escalations, the newest first", () => {
  const call = started();
  for (let startMs = 0; startMs < 100; startMs++) {
    call.apply({
      type: "escalation",
      escalation: {
        channel: 0,
        label: "angry",
        startMs,
        endMs: 200,
        confidence: 1,
      },
    });
  }
  assertEquals(call.escalations.value.length, 20);
  assertEquals(call.escalations.value[0]!.startMs, 99);
});

Deno.test("Call of eight hours takes bounded room", () => {
  const call = started();
  const windows = 8 * 3_600_000 / 480;
  for (let i = 0; i < windows; i++) {
    call.apply({ type: "prediction", prediction: prediction(i) });
  }
  const { recent, whole } = call.channels.value[0]!;
  assertEquals(call.log.count, 60_000);
  assertEquals(recent.points.length <= 1_024, true);
  assertEquals(whole.points.length <= 720, true);
  assertEquals(whole.points.at(-1)!.endMs, 480 * windows);
});

Deno.test("Call is over when it has ended", () => {
  const call = started();
  const ending = { reason: "client_close", totals: undefined, summary: [] };
  call.apply({ type: "ended", ending });
  assertEquals(call.line.value, "over");
  assertEquals(call.ending.value, ending);
});
