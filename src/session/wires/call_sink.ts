/**
 * Who hears of the calls of phone platforms, as most of these cannot be told
 * anything on their own sockets.
 *
 * @module
 */
import type { Prediction } from "../../protocol/native/messages.ts";
import type { ErrorCode } from "../../protocol/protocol_error.ts";
import type { Platform } from "../platforms.ts";
import type { CallChannel } from "../roles.ts";
import type { SessionReport } from "../session.ts";
import type { Losses } from "./losses.ts";

/** One call. */
export interface CallInfo {
  readonly platform: Platform;
  /** The platform's name of the call. */
  readonly callId: string;
  /** The platform's name of this stream of the call. */
  readonly streamId: string;
  /** Names this session in the server's own records. */
  readonly sessionId: string;
  /** What is analysed; a prediction's `channel` is a place in it. */
  readonly channels: readonly CallChannel[];
}

/** Why a call is over: the platform said so, its socket closed, or the server stops. */
export type OverReason = "platform_stop" | "socket_closed" | "server_stop";

/** How a call ended: orderly with a report, or by a fault. */
export type CallEnd =
  | {
    readonly reason: OverReason;
    readonly losses: Losses;
    readonly report: SessionReport;
    /** What the platform complained of last, if it did. */
    readonly complaint?: string | undefined;
  }
  | {
    readonly reason: "fault";
    readonly losses: Losses;
    readonly code: ErrorCode;
    readonly message: string;
  };

/** A request or a call that was not taken. */
export interface Refusal {
  readonly platform: Platform;
  readonly code: ErrorCode | "forbidden";
  /** Why; holds no secret and no audio. */
  readonly reason: string;
}

/** Hears of calls. Of one call: `started`, `predicted`..., `ended`; or `refused` alone. */
export interface CallSink {
  started(call: CallInfo): void;
  predicted(call: CallInfo, prediction: Prediction): void;
  ended(call: CallInfo, end: CallEnd): void;
  refused(refusal: Refusal): void;
}

/**
 * Tells several sinks; the fault of one is reported, and reaches neither the
 * others nor the call.
 */
export function allSinks(
  sinks: readonly CallSink[],
  onFault: (fault: unknown) => void,
): CallSink {
  const tell = (say: (sink: CallSink) => void) => {
    for (const sink of sinks) {
      try {
        say(sink);
      } catch (fault) {
        onFault(fault);
      }
    }
  };
  return {
    started: (call) => tell((sink) => sink.started(call)),
    predicted: (call, prediction) =>
      tell((sink) => sink.predicted(call, prediction)),
    ended: (call, end) => tell((sink) => sink.ended(call, end)),
    refused: (refusal) => tell((sink) => sink.refused(refusal)),
  };
}
