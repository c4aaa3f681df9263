/**
 * The native protocol with one client: its order and its faults.
 *
 * @module
 */
import {
  type ClientMessage,
  type ClosedReason,
  MAX_MESSAGE_BYTES,
  type Open,
  type ServerMessage,
} from "../protocol/native/messages.ts";
import { parseClientMessage } from "../protocol/native/parse.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { ClientPort } from "./client_port.ts";
import type { Dialog, DialogDeps, Expiry } from "./dialog.ts";
import { MAX_UNSENT_BYTES, MIGRATE_MS } from "./limits.ts";
import { assertMessageSize } from "./message_size.ts";
import { NativeCall } from "./native_call.ts";
import type { Session } from "./session.ts";

/** Where a dialog stands. */
type State =
  | { readonly state: "waiting" }
  | { readonly state: "open" | "closing"; readonly call: NativeCall }
  | { readonly state: "ended" };

/**
 * One client's dialog.
 *
 *     waiting --open--> open --close--> closing --closed--> ended
 *        \________________\________________\____fault, end____/
 */
export class NativeDialog implements Dialog {
  readonly #client: ClientPort;
  readonly #deps: DialogDeps;
  #state: State = { state: "waiting" };
  /** When a client that was asked to move must have done so. */
  #moveByMs = Infinity;

  constructor(client: ClientPort, deps: DialogDeps) {
    this.#client = client;
    this.#deps = deps;
  }

  /** Receives a text message. */
  receiveText(text: string): void {
    this.#guarded(() => {
      assertSize(text);
      this.#handle(parseClientMessage(text));
    });
  }

  /** Receives a binary message; its bytes are kept, so they must not change. */
  receiveAudio(bytes: Uint8Array): void {
    this.#guarded(() => {
      assertSize(bytes);
      this.#session("take audio").push(bytes);
    });
  }

  /** Whether the client has said what is to be heard. */
  get hasBegun(): boolean {
    return this.#state.state !== "waiting";
  }

  /** Whether something that has come waits for its answer. */
  get isBusy(): boolean {
    return this.#state.state === "closing" ||
      this.#state.state === "open" && this.#state.call.session.isBusy;
  }

  /**
   * The server stops: a client that can go on elsewhere is asked to, any other gets
   * what it is owed, and the end.
   */
  stop(): void {
    const { state } = this.#state;
    if (state === "waiting") return this.#hangUp("server_stop");
    if (state === "ended") return;
    const { call } = this.#state;
    if (state === "open" && call.isResumable) {
      this.#moveByMs = this.#deps.now() + MIGRATE_MS;
      const deadlineMs = MIGRATE_MS;
      this.#send({ type: "migrate", reason: "server_stop", deadlineMs });
    } else {
      call.session.hurry();
      this.#guarded(() => this.#close("server_stop", 1001));
    }
  }

  /** Answers what has come, tells why the session cannot last, and ends. */
  expire(reason: Expiry): void {
    if (this.#state.state === "waiting") this.#hangUp(reason);
    else this.#guarded(() => this.#close(reason, 1001));
  }

  /** Hears the time. */
  tick(): void {
    if (this.#state.state !== "open" && this.#state.state !== "closing") return;
    if (this.#deps.now() >= this.#moveByMs) {
      this.#state.call.lose();
      this.#hangUp("server_stop");
    } else this.#state.call.session.tick();
  }

  /** Tells the client of a fault and ends. */
  fail(fault: ProtocolError): void {
    if (this.#state.state === "ended") return;
    const { code, message } = fault;
    if (code === "internal") this.#deps.onInternalFault(fault);
    if (this.#state.state === "waiting") {
      this.#deps.sink.refused({ platform: "native", code, reason: message });
    } else this.#state.call.abandon(fault);
    this.#endWith(fault);
  }

  /** Ends without a word: the client has gone. */
  end(): void {
    if (this.#state.state === "open" || this.#state.state === "closing") {
      this.#state.call.lose();
    }
    this.#leave();
  }

  /** Does what a message asks; once the client has said `close`, nothing. */
  #guarded(act: () => void): void {
    if (this.#state.state === "closing" || this.#state.state === "ended") {
      return;
    }
    try {
      act();
    } catch (error) {
      this.fail(ProtocolError.from(error));
    }
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case "open":
        return this.#open(message);
      case "flush":
        return this.#session("flush").flush(() =>
          this.#send({ type: "flushed", id: message.id })
        );
      case "keepalive":
        return void this.#session("keep alive");
      case "close":
        return this.#close("client_close", 1000);
    }
    return message satisfies never;
  }

  #open(open: Open): void {
    if (this.#state.state !== "waiting") {
      throw new ProtocolError(
        "already_open",
        'Cannot open as "open" must come once: the session is open',
      );
    }
    const { sessionId, mustResume } = this.#deps;
    if (mustResume && open.resume?.sessionId !== sessionId) {
      throw new ProtocolError(
        "bad_resume",
        "Cannot open as the token must begin one call alone: it may only resume that one",
      );
    }
    const call = new NativeCall(open, this.#deps, {
      send: (message) => this.#send(message),
      onFault: (fault) => this.fail(fault),
      onSuperseded: () => this.#endWith(superseded()),
    });
    this.#state = { state: "open", call };
    call.begin();
  }

  #close(reason: ClosedReason, closeCode: number): void {
    const call = this.#call("close");
    this.#state = { state: "closing", call };
    call.finish(reason, (report) => {
      this.#send({ type: "closed", reason, ...report });
      this.#leave();
      this.#client.close(closeCode, reason);
    });
  }

  /** The session that `open` began. @throws {ProtocolError} `not_open` if there is none. */
  #session(act: string): Session {
    return this.#call(act).session;
  }

  #call(act: string): NativeCall {
    if (this.#state.state === "open") return this.#state.call;
    throw new ProtocolError(
      "not_open",
      `Cannot ${act} as the first message must be "open": the session is ${this.#state.state}`,
    );
  }

  #send(message: ServerMessage): void {
    if (this.#state.state === "ended") return;
    this.#client.send(JSON.stringify(message));
    const { unsentBytes } = this.#client;
    if (unsentBytes <= MAX_UNSENT_BYTES) return;
    this.fail(
      new ProtocolError(
        "too_slow",
        `Cannot go on as a client may leave ${MAX_UNSENT_BYTES} bytes unread: current value is ${unsentBytes}`,
      ),
    );
  }

  /** Ends with a last word of a fault, of which others know already. */
  #endWith({ code, message, closeCode }: ProtocolError): void {
    if (this.#state.state === "ended") return;
    this.#leave();
    this.#client.send(JSON.stringify({ type: "error", code, message }));
    this.#client.close(closeCode, code);
  }

  #hangUp(reason: string): void {
    this.#leave();
    this.#client.close(1001, reason);
  }

  #leave(): void {
    if (this.#state.state === "ended") return;
    if (this.#state.state !== "waiting") this.#state.call.session.end();
    this.#state = { state: "ended" };
    this.#deps.onEnd();
  }
}

function superseded(): ProtocolError {
  return new ProtocolError(
    "superseded",
    "Cannot go on as a call must have one socket: a newer one has resumed it",
  );
}

function assertSize(message: string | Uint8Array): void {
  if (message.length === 0) {
    throw new ProtocolError(
      "empty_message",
      "Cannot read the message as it must not be empty: current value is 0 bytes",
    );
  }
  assertMessageSize(message, MAX_MESSAGE_BYTES);
}
