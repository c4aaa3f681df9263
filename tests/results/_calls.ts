/**
 * Calls told as events, without sessions.
 *
 * @module
 */
import type { Prediction } from "../../src/protocol/native/messages.ts";
import type { CallEvent } from "../../src/results/call_event.ts";
import type { CallInfo } from "../../src/session/call_sink.ts";
import { noLosses } from "../../src/session/losses.ts";
import { CALL, REPORT } from "../session/_events.ts";

export const LABELS = ["calm", "happy", "angry", "fearful"];
export const STRIDE_MS = 480;
export const WINDOW_MS = 2_985;

/** What every event of a call has. */
function told(call: CallInfo, atMs: number) {
  const { sessionId, tenant, generation } = call;
  return { atMs, sessionId, tenant, generation };
}

/** A call of a customer on channel 0 and an agent on channel 1. */
export function callOf(change: Partial<CallInfo> = {}): CallInfo {
  return {
    ...CALL,
    model: { ...CALL.model, labels: LABELS },
    channels: [
      { direction: "inbound", role: "customer", place: 0 },
      { direction: "outbound", role: "agent", place: 1 },
    ],
    ...change,
  };
}

export const started = (call = callOf(), atMs = 0): CallEvent => ({
  type: "call.started",
  ...told(call, atMs),
  call,
});
export const resumed = (call = callOf(), atMs = 0): CallEvent => ({
  type: "call.resumed",
  ...told(call, atMs),
  call,
});
export const interrupted = (call = callOf(), atMs = 0): CallEvent => ({
  type: "call.interrupted",
  ...told(call, atMs),
});
export const ended = (call = callOf(), atMs = 0): CallEvent => ({
  type: "call.ended",
  ...told(call, atMs),
  end: { reason: "client_close", losses: noLosses(), report: REPORT },
});
export const predicted = (
  prediction: Prediction,
  call = callOf(),
): CallEvent => ({
  type: "prediction",
  ...told(call, prediction.endMs),
  prediction,
});
export const escalated = (
  call = callOf(),
  endMs = 12_480,
): CallEvent => ({
  type: "escalation",
  ...told(call, endMs),
  channel: 0,
  label: "angry",
  startMs: 2_400,
  endMs,
  confidence: 0.83,
});

/** The window that ends at a stride, with so much anger; silence if there is none to tell. */
export function windowOf(
  index: number,
  anger: number | null,
  change: Partial<Prediction> = {},
): Prediction {
  const endMs = 985 + index * STRIDE_MS;
  const posterior = anger === null ? null : {
    calm: (1 - anger) / 2,
    happy: (1 - anger) / 2,
    angry: anger,
    fearful: 0,
  };
  return {
    type: "prediction",
    channel: 0,
    role: "customer",
    index,
    startMs: Math.max(0, endMs - WINDOW_MS),
    endMs,
    state: anger === null ? "no_speech" : "speech",
    label: anger === null ? null : anger > 0.5 ? "angry" : "calm",
    confidence: anger === null ? null : Math.max(anger, (1 - anger) / 2),
    posterior,
    skipped: 0,
    bufferedMs: 0,
    ...change,
  };
}
