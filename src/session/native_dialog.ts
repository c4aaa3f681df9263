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
  VERSION,
} from "../protocol/native/messages.ts";
import { parseClientMessage } from "../protocol/native/parse.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import { type CallInfo, callModel, type OverReason } from "./call_sink.ts";
import type { ClientPort } from "./client_port.ts";
import type { Dialog, DialogDeps } from "./dialog.ts";
import { MAX_UNSENT_BYTES } from "./limits.ts";
import { assertMessageSize } from "./message_size.ts";
import { noLosses } from "./losses.ts";
import type { SessionModel } from "./scoring.ts";
import { Session, type SessionReport } from "./session.ts";
import { WindowPlan } from "./window_plan.ts";

/** Where a dialog stands. */
type State =
  | { readonly state: "waiting" }
  | { readonly state: "open" | "closing"; readonly call: Call }
  | { readonly state: "ended" };

/** What an open dialog is about. */
interface Call {
  readonly info: CallInfo;
  readonly session: Session;
}

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

  /** Answers what has come, tells the client that the server stops, and ends. */
  stop(): void {
    this.#guarded(() => {
      if (this.#state.state === "open") this.#close("server_stop", 1001);
      else if (this.#state.state === "waiting") {
        this.#leave();
        this.#client.close(1001, "server_stop");
      }
    });
  }

  /** Tells the client of a fault and ends. */
  fail(fault: ProtocolError): void {
    if (this.#state.state === "ended") return;
    const { code, message, closeCode } = fault;
    if (code === "internal") this.#deps.onInternalFault(fault);
    this.#tellFault(fault);
    this.#leave();
    this.#client.send(JSON.stringify({ type: "error", code, message }));
    this.#client.close(closeCode, code);
  }

  /** Ends without a word: the client has gone. */
  end(): void {
    if (this.#state.state === "open" || this.#state.state === "closing") {
      const { info, session } = this.#state.call;
      this.#tellEnd(info, "socket_closed", session.report());
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
    const model = this.#deps.model();
    const info = this.#describe(open, model);
    const session = new Session(open, { ...this.#deps, model }, {
      onPrediction: (prediction) => {
        this.#deps.sink.predicted(info, prediction);
        this.#send(prediction);
      },
      onFault: (fault) => this.fail(fault),
    });
    this.#state = { state: "open", call: { info, session } };
    this.#deps.sink.started(info);
    const plan = new WindowPlan(model);
    this.#send({
      type: "opened",
      version: VERSION,
      sessionId,
      generation: info.generation,
      model: { name: model.name, sha256: model.sha256 },
      labels: model.labels,
      windowMs: plan.windowMs,
      strideMs: plan.strideMs,
    });
  }

  #close(reason: ClosedReason, closeCode: number): void {
    const call = this.#call("close");
    this.#state = { state: "closing", call };
    call.session.finish((report) => {
      this.#tellEnd(call.info, reason, report);
      this.#send({ type: "closed", reason, ...report });
      this.#leave();
      this.#client.close(closeCode, reason);
    });
  }

  /** The session that `open` began. @throws {ProtocolError} `not_open` if there is none. */
  #session(act: string): Session {
    return this.#call(act).session;
  }

  #call(act: string): Call {
    if (this.#state.state === "open") return this.#state.call;
    throw new ProtocolError(
      "not_open",
      `Cannot ${act} as the first message must be "open": the session is ${this.#state.state}`,
    );
  }

  #describe({ channels, callId }: Open, model: SessionModel): CallInfo {
    const { sessionId, tenant, wallMs } = this.#deps;
    return {
      platform: "native",
      sessionId,
      callId: callId ?? sessionId,
      streamId: sessionId,
      tenant,
      generation: 0,
      startedAtMs: wallMs(),
      model: callModel(model),
      channels: channels.map(({ role }, place) => ({
        direction: String(place),
        role,
        place,
      })),
    };
  }

  #tellEnd(info: CallInfo, reason: OverReason, report: SessionReport): void {
    this.#deps.sink.ended(info, { reason, losses: noLosses(), report });
  }

  #tellFault({ code, message }: ProtocolError): void {
    const { sink } = this.#deps;
    if (this.#state.state === "waiting") {
      sink.refused({ platform: "native", code, reason: message });
    } else if (this.#state.state !== "ended") {
      const { info } = this.#state.call;
      sink.ended(info, { reason: "fault", losses: noLosses(), code, message });
    }
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

  #leave(): void {
    if (this.#state.state === "ended") return;
    if (this.#state.state !== "waiting") this.#state.call.session.end();
    this.#state = { state: "ended" };
    this.#deps.onEnd();
  }
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
