/**
 * One call of a phone platform: who may be heard in it, its one session, and who
 * hears of what was found.
 *
 * @module
 */
import {
  type AudioEncoding,
  type Prediction,
  RATE_RANGE_HZ,
} from "../../protocol/native/messages.ts";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import type { WireDeps } from "../dialog.ts";
import type { Platform } from "../platforms.ts";
import type { CallChannel } from "../roles.ts";
import type { SessionModel } from "../scoring.ts";
import { Session } from "../session.ts";
import { type CallInfo, callModel, type OverReason } from "../call_sink.ts";
import { noLosses } from "../losses.ts";

/** What a platform says when a call begins. */
export interface CallStart {
  /** The platform's name of the call. @default the session's */
  readonly callId?: string | undefined;
  /** The platform's name of this stream of the call. @default the session's */
  readonly streamId?: string | undefined;
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: number;
  /** Every channel it sends, by its names, in order. */
  readonly directions: readonly string[];
  /** Roles that this call states, if it does: "inbound=agent,outbound=customer". */
  readonly statedRoles?: string | undefined;
}

/** What {@linkcode WireCall} needs. */
export interface WireCallDeps extends WireDeps {
  readonly platform: Platform;
  /** The session cannot go on; the owner must {@linkcode WireCall.abandon} the call. */
  readonly onFault: (fault: ProtocolError) => void;
  /** Hears of predictions beside the sink, if the platform takes them. */
  readonly onPrediction?: (prediction: Prediction) => void;
}

interface Running {
  readonly info: CallInfo;
  readonly session: Session;
}

/**
 * One call.
 *
 *     begin() --> push()... --> finish()     the tail is answered, the sink told
 *                          \--> abandon()    by a fault
 *
 * A call that never began was no call: the sink hears of it only if it was
 * refused.
 */
export class WireCall {
  readonly #deps: WireCallDeps;
  #running: Running | undefined;
  #isOver = false;
  /** What of this call was lost; whoever drops or fills audio counts it here. */
  readonly losses = noLosses();

  constructor(deps: WireCallDeps) {
    this.#deps = deps;
  }

  /** Whether the call has begun and is not over. */
  get isRunning(): boolean {
    return this.#running !== undefined && !this.#isOver;
  }

  /**
   * Begins the call; it can once.
   *
   * @returns The channels that are analysed, in the order in which
   * {@linkcode push} wants them interleaved. All others must be dropped unread.
   * @throws {ProtocolError} `already_open`, `unsupported_rate`, `role_refused`,
   * or `not_ready`.
   */
  begin(start: CallStart): readonly CallChannel[] {
    if (this.#running !== undefined) {
      throw new ProtocolError(
        "already_open",
        "Cannot begin the call as it must begin once: it has begun",
      );
    }
    const { platform, sessionId, roles, sink, tenant } = this.#deps;
    assertRate(start.sampleRateHz);
    const { callId = sessionId, streamId = sessionId } = start;
    const { directions, statedRoles } = start;
    const channels = roles.admit(platform, directions, statedRoles);
    const model = this.#deps.model();
    const info: CallInfo = {
      platform,
      sessionId,
      callId,
      streamId,
      tenant,
      generation: 0,
      startedAtMs: this.#deps.wallMs(),
      model: callModel(model),
      channels,
    };
    this.#running = { info, session: this.#createSession(start, info, model) };
    sink.started(info);
    return channels;
  }

  /**
   * Hears audio of the channels that are analysed, interleaved. The bytes are
   * kept, so they must not change.
   *
   * @throws {ProtocolError} `not_open` if the call has not begun, and as
   * `Session.push`.
   */
  push(bytes: Uint8Array): void {
    this.#session().push(bytes);
  }

  /**
   * Hears so many samples of each channel as silence, as their audio is missing;
   * as `Session.pushSilence`. The caller counts them in {@linkcode losses}.
   *
   * @throws {ProtocolError} As {@linkcode push}.
   */
  pushSilence(samples: number): void {
    this.#session().pushSilence(samples);
  }

  /**
   * Goes on after so many samples of each channel that nobody can hear; as
   * `Session.leaveOut`. The caller counts them in {@linkcode losses}.
   *
   * @throws {ProtocolError} As {@linkcode push}.
   */
  leaveOut(samples: number): void {
    this.#session().leaveOut(samples);
  }

  /**
   * Answers the tail, tells the sink and then the caller.
   *
   * @param complaint What the platform has complained of, if it did.
   */
  finish(reason: OverReason, done: () => void, complaint?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#running === undefined) return done();
    const { info, session } = this.#running;
    session.finish((report) => {
      const { losses } = this;
      const said = complaint === undefined ? {} : { complaint };
      this.#deps.sink.ended(info, { reason, losses, report, ...said });
      done();
    });
  }

  /** Ends the call by a fault, or tells that it was refused. */
  abandon({ code, message }: ProtocolError): void {
    this.#isOver = true;
    const { sink, platform } = this.#deps;
    if (this.#running === undefined) {
      return sink.refused({ platform, code, reason: message });
    }
    const { info, session } = this.#running;
    const { losses } = this;
    session.end();
    sink.ended(info, { reason: "fault", losses, code, message });
  }

  #session(): Session {
    if (this.#running !== undefined) return this.#running.session;
    throw new ProtocolError(
      "not_open",
      "Cannot take audio as the call must have begun: it has not",
    );
  }

  #createSession(
    start: CallStart,
    info: CallInfo,
    model: SessionModel,
  ): Session {
    const { sink, onPrediction, onFault } = this.#deps;
    const { encoding, sampleRateHz } = start;
    const format = { encoding, sampleRateHz, channels: info.channels };
    return new Session(format, { ...this.#deps, model }, {
      onPrediction(prediction) {
        sink.predicted(info, prediction);
        onPrediction?.(prediction);
      },
      onFault,
    });
  }
}

function assertRate(rateHz: number): void {
  const { min, max } = RATE_RANGE_HZ;
  if (Number.isInteger(rateHz) && rateHz >= min && rateHz <= max) return;
  throw new ProtocolError(
    "unsupported_rate",
    `Cannot begin the call as its rate must be a whole number of Hz from ${min} to ${max}: current value is ${rateHz}`,
  );
}
