import { assertEquals } from "@std/assert";
import { CallCounters } from "../../../src/session/wires/call_counters.ts";
import { createCallLog } from "../../../src/session/wires/call_log.ts";
import {
  allSinks,
  type CallInfo,
  type CallSink,
} from "../../../src/session/wires/call_sink.ts";
import { noLosses } from "../../../src/session/wires/losses.ts";
import { PREDICTION } from "../../scripts/_fake_server.ts";
import { RecordingSink } from "./_calls.ts";

const CALL: CallInfo = {
  platform: "twilio",
  callId: "CA1",
  streamId: "MZ1",
  sessionId: "s-1",
  channels: [{ direction: "inbound", role: "customer", place: 0 }],
};
const FAULT = {
  reason: "fault",
  losses: { ...noLosses(), lateChunks: 2, silenceMs: 40 },
  code: "bad_json",
  message: "Cannot read it",
} as const;
const REPORT = {
  totals: { receivedBytes: 1, audioMs: 2, predictions: 1, skipped: 0 },
  summary: [],
};

function tellAll(sink: CallSink): void {
  sink.started(CALL);
  sink.predicted(CALL, PREDICTION);
  sink.ended(CALL, FAULT);
  sink.refused({ platform: "plivo", code: "forbidden", reason: "no" });
}

Deno.test("allSinks() tells every sink, whatever another one throws", () => {
  const broken: CallSink = {
    started: () => fail(),
    predicted: () => fail(),
    ended: () => fail(),
    refused: () => fail(),
  };
  const fail = () => {
    throw new Error("broken");
  };
  const faults: unknown[] = [];
  const sinks = [new RecordingSink(), new RecordingSink()];
  tellAll(
    allSinks([sinks[0]!, broken, sinks[1]!], (fault) => faults.push(fault)),
  );
  for (const { calls, predictions, ends, refusals } of sinks) {
    assertEquals([calls.length, predictions.length, ends.length], [1, 1, 1]);
    assertEquals(refusals.length, 1);
  }
  assertEquals(faults.length, 4);
});

Deno.test("CallCounters counts by platform", () => {
  const counters = new CallCounters();
  tellAll(counters);
  tellAll(counters);
  counters.ended(CALL, {
    reason: "socket_closed",
    losses: noLosses(),
    report: REPORT,
  });
  assertEquals(counters.counts.get("twilio"), {
    startedCalls: 2,
    endedCalls: 3,
    failedCalls: 2,
    predictions: 2,
    refusals: {},
    losses: { ...noLosses(), lateChunks: 4, silenceMs: 80 },
  });
  assertEquals(counters.counts.get("plivo")!.refusals, { forbidden: 2 });
  assertEquals([...counters.counts.keys()], ["twilio", "plivo"]);
});

Deno.test("createCallLog() writes a line of JSON an event, predictions only if asked", () => {
  for (const hasPredictions of [false, true]) {
    const lines: string[] = [];
    tellAll(
      createCallLog({ write: (line) => lines.push(line), hasPredictions }),
    );
    const events = lines.map((line) => JSON.parse(line));
    assertEquals(events.map(({ event }) => event), [
      "call_started",
      ...(hasPredictions ? ["prediction"] : []),
      "call_ended",
      "call_refused",
    ]);
    const [started, ended] = [events[0], events.at(-2)];
    assertEquals(started.channels, CALL.channels);
    assertEquals([ended.callId, ended.code, ended.losses.lateChunks], [
      "CA1",
      "bad_json",
      2,
    ]);
    if (hasPredictions) assertEquals(events[1].label, PREDICTION.label);
  }
});
