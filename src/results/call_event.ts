/**
 * What is told of calls to those who are not on their sockets: subscribers,
 * webhooks, records.
 *
 * Of one call: `call.started`, then `prediction`s and `escalation`s, then
 * `call.ended`. A call whose client lost its socket is `call.interrupted`, and
 * either `call.resumed`, here or on another instance, or `call.ended` some time
 * later. The types are the specification; they travel as JSON.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import type { CallEnd, CallInfo } from "../session/call_sink.ts";

/** What every event has. */
interface Told<T extends string> {
  readonly type: T;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** The call, as `/v1/calls/{id}` names it. */
  readonly sessionId: string;
  readonly tenant: string;
  /** How often the call had been resumed: what an older generation says late is not told. */
  readonly generation: number;
}

/** A call has begun. */
export interface CallStarted extends Told<"call.started"> {
  readonly call: CallInfo;
}

/** A window of one channel was answered. */
export interface CallPredicted extends Told<"prediction"> {
  readonly prediction: Prediction;
}

/** A channel has sounded angry or fearful for some time. */
export interface CallEscalated extends Told<"escalation"> {
  readonly channel: number;
  readonly label: string;
  /** The audio in which it was heard, from the call's first sample. */
  readonly startMs: number;
  readonly endMs: number;
  /** The mean smoothed probability of `label` in it. */
  readonly confidence: number;
}

/** A client has lost its socket, and may come back. */
export interface CallInterrupted extends Told<"call.interrupted"> {}

/** A client has come back. */
export interface CallResumed extends Told<"call.resumed"> {
  readonly call: CallInfo;
}

/** A call is over. */
export interface CallEnded extends Told<"call.ended"> {
  readonly end: CallEnd;
}

/** What is told of a call. */
export type CallEvent =
  | CallStarted
  | CallPredicted
  | CallEscalated
  | CallInterrupted
  | CallResumed
  | CallEnded;

/** The names of what is told. */
export const CALL_EVENT_TYPES = [
  "call.started",
  "prediction",
  "escalation",
  "call.interrupted",
  "call.resumed",
  "call.ended",
] as const satisfies readonly CallEvent["type"][];

/** Hears of calls. It must not throw, and must not wait: what takes time is queued, with a bound. */
export interface CallListener {
  /** @param id Its name among the events of its call. */
  heard(event: CallEvent, id: string): void;
  /**
   * A call has gone on in another process, which this one learns by what it wanted
   * to tell: nothing more is told of it here unless it comes back. As
   * {@linkcode heard}, and may be called again.
   */
  left?(call: Pick<CallEvent, "tenant" | "sessionId">): void;
}
