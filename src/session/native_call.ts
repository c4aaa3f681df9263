/**
 * One call of the native protocol: what it says while it lasts, to its client and
 * to those who hear of calls, and how it can be gone on with elsewhere.
 *
 * @module
 */
import type { CallState } from "../protocol/native/call_state.ts";
import {
  type ClosedReason,
  type Open,
  type ServerMessage,
  VERSION,
} from "../protocol/native/messages.ts";
import type { ProtocolError } from "../protocol/protocol_error.ts";
import {
  type CallInfo,
  callModel,
  type CallSink,
  type OverReason,
} from "./call_sink.ts";
import type { DialogDeps } from "./dialog.ts";
import { noLosses } from "./losses.ts";
import { Pace } from "./pace.ts";
import { readCallState, writeCallState } from "./resume/call_states.ts";
import type { SessionModel } from "./scoring.ts";
import { Session } from "./session.ts";
import type { SessionReport } from "./session_deps.ts";
import { WindowPlan } from "./window_plan.ts";

/** Who hears of a call first. */
export interface NativeCallEvents {
  readonly send: (message: ServerMessage) => void;
  /** The call cannot go on; its owner must {@linkcode NativeCall.abandon} it. */
  readonly onFault: (fault: ProtocolError) => void;
  /** A newer socket has taken the call; this one must end, and say nothing of it. */
  readonly onSuperseded: () => void;
}

/**
 * One call, begun by `open`.
 *
 *     begin() --> (session) --> finish()     the tail is answered
 *                          \--> lose()       the socket is lost: the call may go on elsewhere
 *                          \--> abandon()    by a fault
 */
export class NativeCall {
  readonly #open: Open;
  readonly #deps: DialogDeps;
  readonly #events: NativeCallEvents;
  readonly #plan: WindowPlan;
  readonly #state: CallState | undefined;
  readonly #info: CallInfo;
  /** What is heard of it. */
  readonly session: Session;
  /** Whether its client can go on with it elsewhere. */
  readonly isResumable: boolean;

  /** @throws {ProtocolError} `not_ready`, `bad_resume` if it cannot be gone on with, or as {@linkcode Place.secure}. */
  constructor(open: Open, deps: DialogDeps, events: NativeCallEvents) {
    const { tenant, wallMs, place, resumption: { seal, calls } } = deps;
    const { resume } = open;
    const model = deps.model();
    this.#open = open;
    this.#deps = deps;
    this.#events = events;
    this.#plan = new WindowPlan(model);
    this.#state = resume &&
      readCallState({ ...open, resume }, { seal, tenant, model, wallMs });
    this.#info = this.#describe(model);
    this.isResumable = open.resumable === true || resume !== undefined;
    this.session = this.#createSession(model);
    // The last of all that may fail: nobody is ended for a call that cannot go on.
    if (this.isResumable) calls.claim(this.#info, events.onSuperseded, place);
    else place?.secure();
  }

  /** Tells that it has begun, or goes on. */
  begin(): void {
    const { sink } = this.#deps;
    const { sessionId, generation, model } = this.#info;
    if (this.#state) sink.resumed(this.#info);
    else sink.started(this.#info);
    this.#events.send({
      type: "opened",
      version: VERSION,
      sessionId,
      generation,
      ...this.#state && {
        resumed: {
          index: this.#state.index,
          fromSample: this.#state.fromSample,
        },
      },
      model: { name: model.name, sha256: model.sha256 },
      labels: model.labels,
      windowMs: this.#plan.windowMs,
      strideMs: this.#plan.strideMs,
    });
    if (this.isResumable && !this.#state) this.#tellCheckpoint();
  }

  /** Answers the tail, tells of the end and then calls back. */
  finish(reason: ClosedReason, done: (report: SessionReport) => void): void {
    this.session.finish((report) => {
      this.#release();
      endOf(this.#deps.sink, this.#info, reason, report)();
      done(report);
    });
  }

  /** Its socket is lost: it waits for its client, if that can come back. */
  lose(): void {
    const { sink, resumption: { calls } } = this.#deps;
    const report = this.session.report();
    this.session.end();
    const sayEnded = endOf(sink, this.#info, "socket_closed", report);
    if (!this.isResumable) return sayEnded();
    sink.interrupted(this.#info);
    calls.interrupt(this.#info, sayEnded);
  }

  /** Ends by a fault. */
  abandon({ code, message }: ProtocolError): void {
    const { sink } = this.#deps;
    this.session.end();
    this.#release();
    const losses = noLosses();
    sink.ended(this.#info, { reason: "fault", losses, code, message });
  }

  #release(): void {
    this.#deps.resumption.calls.release(this.#info);
  }

  #describe(model: SessionModel): CallInfo {
    const { sessionId, tenant, wallMs } = this.#deps;
    const { callId = sessionId, channels, resume } = this.#open;
    const begun = this.#state ?? { sessionId, callId, startedAtMs: wallMs() };
    return {
      platform: "native",
      sessionId: begun.sessionId,
      callId: begun.callId,
      streamId: begun.sessionId,
      tenant,
      generation: resume?.generation ?? 0,
      startedAtMs: begun.startedAtMs,
      model: callModel(model),
      channels: channels.map(({ role }, place) => ({
        direction: String(place),
        role,
        place,
      })),
    };
  }

  #createSession(model: SessionModel): Session {
    const { sink, now, wallMs } = this.#deps;
    const { send, onFault } = this.#events;
    const mark = this.#state;
    return new Session(this.#open, { ...this.#deps, model }, {
      onPrediction: (prediction) => {
        sink.predicted(this.#info, prediction);
        send(prediction);
      },
      onFault,
      onAnswered: () => {
        if (this.isResumable) this.#tellCheckpoint();
      },
      onHeld: () => {
        const bufferedMs = this.session.waitingMs;
        this.#deps.onPause?.();
        send({ type: "pause", reason: "too_fast", bufferedMs });
      },
      onCaughtUp: () => send({ type: "continue" }),
    }, {
      pace: new Pace(now),
      takenUp: mark &&
        { mark, elapsedMs: Math.max(0, wallMs() - mark.startedAtMs) },
    });
  }

  #tellCheckpoint(): void {
    const mark = this.session.mark();
    const { index, endMs, fromSample } = mark;
    const { strideMs } = this.#plan;
    const moment = { info: this.#info, format: this.#open, strideMs, mark };
    const { seal, kept } = this.#deps.resumption;
    const state = writeCallState(moment, seal);
    const tell = () =>
      this.#events.send({
        type: "checkpoint",
        index,
        endMs,
        fromSample,
        state,
      });
    // The first is ahead of no window, and a client takes the lack of it for a refusal.
    if (kept && index > 0) kept(this.#info).then(tell);
    else tell();
  }
}

/** Says that a call has ended. Made here, it keeps nothing of the call while it waits: no audio, no rows. */
function endOf(
  sink: CallSink,
  info: CallInfo,
  reason: OverReason,
  report: SessionReport,
): () => void {
  const losses = noLosses();
  return () => sink.ended(info, { reason, losses, report });
}
