/**
 * Who hears of calls: of each from its beginning to its end, whatever wire it
 * came by.
 *
 * @module
 */
import type { ClosedReason, Prediction } from "../protocol/native/messages.ts";
import type { ErrorCode } from "../protocol/protocol_error.ts";
import type { Losses } from "./losses.ts";
import type { Platform } from "./platforms.ts";
import type { CallChannel } from "./roles.ts";
import type { SessionReport } from "./session_deps.ts";

/** The wire that a call came by: a phone platform's, or our own. */
export type Source = Platform | "native";

/** What listens to a call. */
export interface CallModel {
  readonly name: string;
  readonly sha256: string;
  readonly labels: readonly string[];
}

/** What there is to say of a model that listens. */
export function callModel({ name, sha256, labels }: CallModel): CallModel {
  return { name, sha256, labels };
}

/** One call. */
export interface CallInfo {
  readonly platform: Source;
  /** Names this call in all that the server tells of it: the `id` of `/v1/calls/{id}`. */
  readonly sessionId: string;
  /** The platform's name of the call. */
  readonly callId: string;
  /** The platform's name of this stream of the call. */
  readonly streamId: string;
  /** Whose call it is: nobody else may hear of it. */
  readonly tenant: string;
  /** How often its client has lost its socket and come back. */
  readonly generation: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly model: CallModel;
  /** What is analysed; a prediction's `channel` is a place in it. */
  readonly channels: readonly CallChannel[];
}

/** Why a call is over: who was heard said so, its socket closed, or the server stops. */
export type OverReason = ClosedReason | "platform_stop" | "socket_closed";

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
  readonly platform: Source;
  readonly code: ErrorCode | "unauthorized" | "forbidden";
  /** Why; holds no secret and no audio. */
  readonly reason: string;
}

/**
 * Hears of calls. Of one call: `started`, `predicted`..., `ended`; or `refused`
 * alone. A call whose client may come back is `interrupted` when its socket is
 * lost, and `resumed` in a later generation, here or in another process; if
 * nobody has come back here in time, it is `ended` here, in the old generation.
 *
 * A newer generation always counts: `resumed` may come without `interrupted`, as a
 * socket may be lost unnoticed, and even after `ended`, as a client may have missed
 * the last word or come late; a window may then be told again. A process that stops
 * leaves its interrupted calls to the others, and says nothing of their end.
 */
export interface CallSink {
  started(call: CallInfo): void;
  resumed(call: CallInfo): void;
  predicted(call: CallInfo, prediction: Prediction): void;
  interrupted(call: CallInfo): void;
  ended(call: CallInfo, end: CallEnd): void;
  /** Instead of `ended`, where it is known: the call has gone on in another process. */
  moved?(call: CallInfo): void;
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
    resumed: (call) => tell((sink) => sink.resumed(call)),
    predicted: (call, prediction) =>
      tell((sink) => sink.predicted(call, prediction)),
    interrupted: (call) => tell((sink) => sink.interrupted(call)),
    ended: (call, end) => tell((sink) => sink.ended(call, end)),
    moved: (call) => tell((sink) => sink.moved?.(call)),
    refused: (refusal) => tell((sink) => sink.refused(refusal)),
  };
}
