/** Events of one call, as a server would tell them. */
import type { CallEvent } from "../../src/results/call_event.ts";
import { LABELS, prediction } from "./_predictions.ts";

const COMMON = { atMs: 0, sessionId: "one", tenant: "default", generation: 0 };

export const STARTED: CallEvent = {
  ...COMMON,
  type: "call.started",
  call: {
    platform: "native",
    sessionId: "one",
    callId: "one",
    streamId: "one",
    tenant: "default",
    generation: 0,
    startedAtMs: 0,
    model: { name: "fake", sha256: "00", labels: LABELS },
    channels: [{ direction: "0", role: "customer", place: 0 }],
  },
};

export const INTERRUPTED: CallEvent = { ...COMMON, type: "call.interrupted" };

export const ENDED: CallEvent = {
  ...COMMON,
  type: "call.ended",
  end: {
    reason: "client_close",
    losses: {
      lateChunks: 0,
      repeatedChunks: 0,
      silenceMs: 0,
      unfilledMs: 0,
      leftOutMs: 0,
      unreadChunks: 0,
    },
    report: {
      totals: { receivedBytes: 0, audioMs: 0, predictions: 1, skipped: 0 },
      summary: [],
    },
  },
};

/** A window was answered. */
export function predicted(index: number): CallEvent {
  return { ...COMMON, type: "prediction", prediction: prediction(index) };
}
