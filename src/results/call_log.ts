import type { CallInfo, CallSink } from "../session/call_sink.ts";

/** What {@linkcode createCallLog} writes. */
export interface CallLogOptions {
  /** Writes one line. */
  readonly write: (line: string) => void;
  /** Whether predictions are written as well, two a second and channel. */
  readonly hasPredictions: boolean;
}

/**
 * Creates a sink that writes a line of JSON for every event of a call. Lines hold
 * the platform's identifiers and what was estimated; never audio or secrets.
 */
export function createCallLog(
  { write, hasPredictions }: CallLogOptions,
): CallSink {
  const log = (event: string, fields: object) =>
    write(JSON.stringify({ event, ...fields }));
  return {
    started: (call) =>
      log("call_started", { ...idsOf(call), channels: call.channels }),
    resumed: (call) => log("call_resumed", idsOf(call)),
    interrupted: (call) => log("call_interrupted", idsOf(call)),
    predicted(call, { type: _, ...prediction }) {
      if (hasPredictions) log("prediction", { ...idsOf(call), ...prediction });
    },
    ended: (call, end) => log("call_ended", { ...idsOf(call), ...end }),
    refused: (refusal) => log("call_refused", refusal),
  };
}

function idsOf({ platform, callId, streamId, sessionId, tenant }: CallInfo) {
  return { platform, callId, streamId, sessionId, tenant };
}
