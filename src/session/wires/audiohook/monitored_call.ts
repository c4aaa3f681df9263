/**
 * The call behind an AudioHook session: what is heard of it, and its end.
 *
 * @module
 */
import {
  type Entity,
  type Jump,
  type Medium,
  NULL_ID,
  type Open,
} from "../../../protocol/audiohook/messages.ts";
import { ProtocolError } from "../../../protocol/protocol_error.ts";
import type { WireDeps } from "../../dialog.ts";
import type { OverReason, Refusal } from "../../call_sink.ts";
import { WireCall } from "../wire_call.ts";
import { emotionEntity } from "./emotion_entity.ts";
import { HeldCall } from "./held_call.ts";
import { chooseMedium, type ChosenMedium } from "./media_choice.ts";
import { ENCODINGS, Stream } from "./stream.ts";

/** Who hears of a call. */
export interface MonitoredCallEvents {
  /** Hears what is found, as the client may be told it. */
  readonly onEntity: (entity: Entity) => void;
  /** The call cannot go on; the owner must {@linkcode MonitoredCall.abandon} it. */
  readonly onFault: (fault: ProtocolError) => void;
  /** All is answered. */
  readonly onOver: () => void;
}

/**
 * One call, or the want of one: a client may offer no audio that may be heard, or
 * only try the connection.
 *
 *     choose() --> listen() --> push()... --> finish()
 *                                        \--> abandon()
 */
export class MonitoredCall {
  readonly #deps: WireDeps;
  readonly #events: MonitoredCallEvents;
  #choice: ChosenMedium | undefined;
  #refusal: ProtocolError | undefined;
  #heard: { readonly call: HeldCall; readonly stream: Stream } | undefined;
  #complaint: string | undefined;
  #state: "running" | "finishing" | "over" = "running";

  constructor(deps: WireDeps, events: MonitoredCallEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  /** Whether nothing more comes of it. */
  get isOver(): boolean {
    return this.#state === "over";
  }

  /** What is taken of an offer, if anything; tells nobody. */
  choose({ media }: Open): ChosenMedium | undefined {
    if (media.length === 0) return undefined; // a wish, and no fault
    try {
      this.#choice = chooseMedium(media, this.#deps.roles);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#refusal = error;
    }
    return this.#choice;
  }

  /** Begins to hear what was chosen, or says why nothing was. */
  listen(open: Open, streamId: string): void {
    if (this.#refusal) this.#refuse(this.#refusal.code, this.#refusal.message);
    if (this.#choice === undefined || isProbe(open)) return;
    const { medium, channels } = this.#choice;
    const encoding = ENCODINGS[medium.format];
    const sampleRateHz = medium.rate;
    const format = { encoding, sampleRateHz, channels };
    const call = new HeldCall({
      call: this.#createCall(medium),
      format,
      budget: this.#deps.budget,
      start: {
        callId: open.conversationId,
        streamId,
        encoding,
        sampleRateHz,
        directions: medium.channels,
      },
    });
    this.#heard = { call, stream: new Stream(call, format) };
  }

  /** Hears audio. @throws {ProtocolError} `unsupported_encoding` if no medium was chosen, and as `Stream.push`. */
  push(bytes: Uint8Array): void {
    if (this.#choice === undefined) {
      throw new ProtocolError(
        "unsupported_encoding",
        "Cannot take audio as a medium must be chosen: none is",
      );
    }
    this.#heard?.stream.push(bytes);
  }

  /** As `Stream.pause`. */
  pause(): void {
    this.#heard?.stream.pause();
  }

  /** As `Stream.resume`. */
  resume(jump: Jump): void {
    this.#heard?.stream.resume(jump);
  }

  /** As `Stream.discard`. */
  discard(jump: Jump): void {
    this.#heard?.stream.discard(jump);
  }

  /** Remembers what the platform is not content with, for the end of the call. */
  complain(complaint: string): void {
    this.#complaint = complaint;
  }

  /** Answers what has come; the first reason counts. */
  finish(reason: OverReason): void {
    if (this.#state !== "running") return;
    this.#state = "finishing";
    const done = () => {
      this.#state = "over";
      this.#events.onOver();
    };
    if (this.#heard) this.#heard.call.finish(reason, done, this.#complaint);
    else done();
  }

  /** Ends by a fault. */
  abandon(fault: ProtocolError): void {
    this.#end(() => {
      if (this.#heard) this.#heard.call.abandon(fault);
      else this.#refuse(fault.code, fault.message);
    });
  }

  /** Ends as somebody's who may not enter. */
  forbid(reason: string): void {
    this.#end(() => this.#refuse("forbidden", reason));
  }

  #createCall({ channels }: Medium): WireCall {
    const { onEntity, onFault } = this.#events;
    return new WireCall({
      ...this.#deps,
      platform: "audiohook",
      onFault,
      onPrediction: (prediction) =>
        onEntity(emotionEntity(prediction, channels)),
    });
  }

  #end(tell: () => void): void {
    if (this.isOver) return;
    this.#state = "over";
    tell();
  }

  #refuse(code: Refusal["code"], reason: string): void {
    this.#deps.sink.refused({ platform: "audiohook", code, reason });
  }
}

/** Genesys tries a connection so, and no call is behind it. */
function isProbe({ conversationId, participantId }: Open): boolean {
  return conversationId === NULL_ID && participantId === NULL_ID;
}
