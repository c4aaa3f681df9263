/**
 * Events of one call and of one that was refused, for sinks.
 *
 * @module
 */
import type { CallInfo, CallSink } from "../../src/session/call_sink.ts";
import { noLosses } from "../../src/session/losses.ts";
import { PREDICTION } from "../scripts/_fake_server.ts";

export const CALL: CallInfo = {
  platform: "twilio",
  callId: "CA1",
  streamId: "MZ1",
  sessionId: "s-1",
  tenant: "default",
  generation: 0,
  startedAtMs: 0,
  model: { name: "fake", sha256: "ab".repeat(32), labels: ["calm"] },
  channels: [{ direction: "inbound", role: "customer", place: 0 }],
};
const FAULT = {
  reason: "fault",
  losses: { ...noLosses(), lateChunks: 2, silenceMs: 40 },
  code: "bad_json",
  message: "Cannot read it",
} as const;
export const REPORT = {
  totals: { receivedBytes: 1, audioMs: 2, predictions: 1, skipped: 0 },
  summary: [],
};

/** Tells a sink one event of each kind. */
export function tellAll(sink: CallSink): void {
  sink.started(CALL);
  sink.predicted(CALL, PREDICTION);
  sink.interrupted(CALL);
  sink.resumed({ ...CALL, generation: 1 });
  sink.ended(CALL, FAULT);
  sink.refused({ platform: "plivo", code: "forbidden", reason: "no" });
}
