/**
 * The dialog with a platform that speaks and is never answered.
 *
 * A new wire is three small files, and a line in `server/wire_routes.ts`:
 *
 *     protocol/<platform>/messages.ts        what it says, as types (the specification)
 *     protocol/<platform>/parse.ts           text -> a message, or ProtocolError
 *     session/wires/<platform>_listener.ts   messages -> begin, push, over
 *
 * The last is a {@linkcode Wire}: it is given a {@linkcode CallControl} and gives
 * back what hears the messages of one socket. It may throw ProtocolErrors, knows
 * no socket, and waits for nothing; `announced_wire.ts` is one whose first text
 * says what audio follows. `session/platforms.ts` names the channels of
 * its platform. A platform that must be answered (AudioHook) has a `Dialog` of its
 * own, over the same `WireCall`.
 *
 * @module
 */
import { ProtocolError } from "../../protocol/protocol_error.ts";
import type { ClientPort } from "../client_port.ts";
import type { Dialog, Expiry, WireDeps } from "../dialog.ts";
import { MAX_WIRE_MESSAGE_BYTES } from "../limits.ts";
import { assertMessageSize } from "../message_size.ts";
import type { Platform } from "../platforms.ts";
import type { CallChannel } from "../roles.ts";
import type { OverReason } from "../call_sink.ts";
import type { Losses } from "../losses.ts";
import { type CallStart, WireCall } from "./wire_call.ts";

/** What a listener may do with its call. */
export interface CallControl {
  /** Begins the call; as `WireCall.begin`. */
  begin(start: CallStart): readonly CallChannel[];
  /** Hears interleaved audio of the channels that `begin` gave; as `WireCall.push`. */
  push(bytes: Uint8Array): void;
  /** Hears missing samples of each channel as silence; as `WireCall.pushSilence`. */
  pushSilence(samples: number): void;
  /** Goes on after samples that nobody can hear; as `WireCall.leaveOut`. */
  leaveOut(samples: number): void;
  /** The platform has said that the call is over; what it sends after is not read. */
  over(): void;
  /** What of the call was lost; the listener counts. */
  readonly losses: Losses;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
}

/** Hears the messages of one socket. It may throw `ProtocolError`s. */
export interface WireListener {
  hearText(text: string): void;
  /** The bytes may be kept. Without it the wire has no binary messages, and refuses them. */
  hearAudio?(bytes: Uint8Array): void;
  /** Gives up audio it has held back: the call is about to be over. */
  release?(): void;
}

/** One platform's way of speaking. */
export interface Wire {
  readonly platform: Platform;
  /** The largest message it may send. @default {MAX_WIRE_MESSAGE_BYTES} */
  readonly maxMessageBytes?: number;
  listen(call: CallControl): WireListener;
}

/** Where a dialog stands; `finishing`: the tail is being answered. */
type State = "listening" | "finishing" | "ended";

/**
 * One platform's dialog about one call.
 *
 *     listening --over, stop, end--> finishing --tail answered--> ended
 *           \________________________________fault________________/
 *
 * Not a byte is sent: a refusal is the close code and the log.
 */
export class WireDialog implements Dialog {
  readonly #client: ClientPort;
  readonly #deps: WireDeps;
  readonly #call: WireCall;
  readonly #listener: WireListener;
  readonly #maxMessageBytes: number;
  #state: State = "listening";

  constructor(client: ClientPort, deps: WireDeps, wire: Wire) {
    const call = new WireCall({
      ...deps,
      platform: wire.platform,
      onFault: (fault) => this.fail(fault),
    });
    this.#client = client;
    this.#deps = deps;
    this.#call = call;
    this.#maxMessageBytes = wire.maxMessageBytes ?? MAX_WIRE_MESSAGE_BYTES;
    this.#listener = wire.listen({
      begin: (start) => call.begin(start),
      push: (bytes) => call.push(bytes),
      pushSilence: (samples) => call.pushSilence(samples),
      leaveOut: (samples) => call.leaveOut(samples),
      over: () => this.#finish("platform_stop", 1000),
      losses: call.losses,
      now: deps.now,
    });
  }

  receiveText(text: string): void {
    this.#guarded(() => {
      assertMessageSize(text, this.#maxMessageBytes);
      this.#listener.hearText(text);
    });
  }

  receiveAudio(bytes: Uint8Array): void {
    this.#guarded(() => {
      assertMessageSize(bytes, this.#maxMessageBytes);
      if (!this.#listener.hearAudio) throw noBinary();
      this.#listener.hearAudio(bytes);
    });
  }

  stop(): void {
    this.#guarded(() => this.#finish("server_stop", 1001));
  }

  /** Whether the platform has said what call it is, or has said all. */
  get hasBegun(): boolean {
    return this.#call.isRunning || this.#state !== "listening";
  }

  expire(reason: Expiry): void {
    this.#guarded(() => this.#finish(reason, 1001));
  }

  fail(fault: ProtocolError): void {
    if (this.#state === "ended") return;
    if (fault.code === "internal") this.#deps.onInternalFault(fault);
    this.#call.abandon(fault);
    this.#leave(fault.closeCode, fault.code);
  }

  /** Most platforms end a call by hanging up: what they have said is answered all the same. */
  end(): void {
    this.#guarded(() => this.#finish("socket_closed", 1000));
  }

  #guarded(act: () => void): void {
    if (this.#state !== "listening") return;
    try {
      act();
    } catch (error) {
      this.fail(ProtocolError.from(error));
    }
  }

  #finish(reason: OverReason, closeCode: number): void {
    if (this.#call.isRunning) this.#listener.release?.();
    this.#state = "finishing";
    this.#call.finish(reason, () => this.#leave(closeCode, reason));
  }

  #leave(closeCode: number, reason: string): void {
    this.#state = "ended";
    this.#deps.onEnd();
    this.#client.close(closeCode, reason);
  }
}

function noBinary(): ProtocolError {
  return new ProtocolError(
    "bad_message",
    "Cannot read the message as it must be text: it is binary",
  );
}
