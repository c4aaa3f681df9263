import type { Log } from "../log/log.ts";
import type { CallInfo, CallSink } from "../session/call_sink.ts";
import type { RefusalLog } from "./refusal_log.ts";

/** What {@linkcode createCallLog} writes. */
export interface CallLogOptions {
  readonly log: Log;
  /** Whether predictions are written as well, two a second and channel. */
  readonly hasPredictions: boolean;
  /** Writes what was refused. */
  readonly refusals: Pick<RefusalLog, "refused">;
}

/**
 * Creates a sink that logs every event of a call. Entries hold the platform's
 * identifiers and what was estimated; never audio or secrets.
 */
export function createCallLog(
  { log, hasPredictions, refusals }: CallLogOptions,
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
    moved: (call) => log.info("call_moved", idsOf(call)),
    refused: (refusal) => refusals.refused(refusal),
  };
}

function idsOf({ platform, callId, streamId, sessionId, tenant }: CallInfo) {
  return { platform, callId, streamId, sessionId, tenant };
}
