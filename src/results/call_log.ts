import type { Log } from "../log/log.ts";
import type { CallInfo, CallSink } from "../session/call_sink.ts";

/** What {@linkcode createCallLog} writes. */
export interface CallLogOptions {
  readonly log: Log;
  /** Whether predictions are written as well, two a second and channel. */
  readonly hasPredictions: boolean;
}

/**
 * Creates a sink that logs every event of a call. Entries hold the platform's
 * identifiers and what was estimated; never audio or secrets.
 */
export function createCallLog(
  { log, hasPredictions }: CallLogOptions,
): CallSink {
  return {
    started: (call) =>
      log.info("call_started", { ...idsOf(call), channels: call.channels }),
    resumed: (call) => log.info("call_resumed", idsOf(call)),
    interrupted: (call) => log.info("call_interrupted", idsOf(call)),
    predicted(call, { type: _, ...prediction }) {
      if (hasPredictions) {
        log.info("prediction", { ...idsOf(call), ...prediction });
      }
    },
    ended: (call, end) => log.info("call_ended", { ...idsOf(call), ...end }),
    refused: (refusal) => log.warn("call_refused", { ...refusal }),
  };
}

function idsOf({ platform, callId, streamId, sessionId, tenant }: CallInfo) {
  return { platform, callId, streamId, sessionId, tenant };
}
