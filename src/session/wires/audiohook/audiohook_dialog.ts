/**
 * AudioHook with one client: its order, its faults and its end.
 *
 * @module
 */
import { faultInfo } from "../../../protocol/audiohook/fault_info.ts";
import {
  type ClientMessage,
  type DisconnectReason,
  type Entity,
  MAX_TEXT_BYTES,
  type Open,
} from "../../../protocol/audiohook/messages.ts";
import {
  parseEnvelope,
  readClientMessage,
} from "../../../protocol/audiohook/parse.ts";
import { ProtocolError } from "../../../protocol/protocol_error.ts";
import type { OverReason } from "../../call_sink.ts";
import type { ClientPort } from "../../client_port.ts";
import type { Dialog, Expiry } from "../../dialog.ts";
import { MAX_UNSENT_BYTES, MAX_WIRE_MESSAGE_BYTES } from "../../limits.ts";
import { assertMessageSize } from "../../message_size.ts";
import type { AudiohookDeps } from "./audiohook_deps.ts";
import { Line } from "./line.ts";
import { MonitoredCall } from "./monitored_call.ts";
import { isGoing, neverOpened, notOpen, takes, unread } from "./states.ts";
import { Standing } from "./standing.ts";
import * as timing from "./timing.ts";

/**
 * One session's dialog.
 *
 *     waiting --open--> open --close--> closing --closed--> closed --hangs up--> ended
 *        |  \             | fault, stop    ^
 *        |   \            v                |
 *        |    \--fault--> asked --close----/
 *        v                ^
 *     refused --500 ms----/
 *
 * `opened` is said before any model, store or sink is touched. The socket's end and
 * the call's are two things: the last answers may outlive the socket. With both,
 * the dialog ends.
 */
export class AudiohookDialog implements Dialog {
  readonly #client: ClientPort;
  readonly #deps: AudiohookDeps;
  readonly #line: Line;
  readonly #call: MonitoredCall;
  readonly #standing: Standing;
  /** Whether the client has had `pong`: before it, an event would upset its numbers. */
  #hasPonged = false;
  #isStopping = false;
  #isGone = false;

  constructor(client: ClientPort, deps: AudiohookDeps) {
    const { sessionId, refusal } = deps.request;
    this.#client = client;
    this.#deps = deps;
    this.#line = new Line((text) => this.#send(text), sessionId);
    this.#call = new MonitoredCall(deps, {
      onEntity: (entity) => this.#tell(entity),
      onFault: (fault) => this.fail(fault),
      onOver: () => this.#afterCall(),
    });
    this.#standing = new Standing(deps.after);
    if (refusal === undefined) this.#expectOpen(timing.OPEN_WITHIN_MS);
    else this.#refuse(refusal);
  }

  receiveText(text: string): void {
    this.#guarded(() => {
      assertMessageSize(text, MAX_TEXT_BYTES);
      const envelope = parseEnvelope(text);
      if (isGoing(this.#standing.state)) this.#line.take(envelope);
      else this.#line.follow(envelope);
      const message = readClientMessage(envelope);
      if (takes(this.#standing.state, message.type)) this.#take(message);
    });
  }

  receiveAudio(bytes: Uint8Array): void {
    this.#guarded(() => {
      if (!isGoing(this.#standing.state)) return;
      assertMessageSize(bytes, MAX_WIRE_MESSAGE_BYTES);
      if (this.#standing.state === "waiting") throw notOpen("audio");
      this.#call.push(bytes);
    });
  }

  /** Lets the client reconnect to another server, then asks it to close. */
  stop(): void {
    if (this.#isStopping || this.#isGone) return;
    this.#isStopping = true;
    const depart = () => this.#depart("server_stop");
    switch (this.#standing.state) {
      case "open":
        this.#standing.enter("open", timing.RECONNECT_MS, depart);
        return this.#line.say("reconnect", { info: "the server stops" });
      case "waiting":
        return depart();
      case "closing":
        return; // "closed" is about to come
      default:
        return this.#hangUp(1001, "server_stop");
    }
  }

  /** Asks the client to close. */
  expire(reason: Expiry): void {
    if (isGoing(this.#standing.state)) this.#depart(reason);
  }

  fail(fault: ProtocolError): void {
    const { code, closeCode } = fault;
    if (code === "internal") this.#deps.onInternalFault(fault);
    this.#call.abandon(fault);
    this.#afterCall();
    if (!isGoing(this.#standing.state) || this.#isGone) return;
    const info = faultInfo(fault);
    this.#ask({ reason: "error", info }, timing.HANG_UP_MS, closeCode);
  }

  /** The client has hung up: what it has said is answered all the same. */
  end(): void {
    this.#isGone = true;
    this.#guarded(() => this.#call.finish("socket_closed"));
    this.#leave();
  }

  /** Does what a message asks; a client that is asked to close can do nothing wrong any more. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      const fault = ProtocolError.from(error);
      if (isGoing(this.#standing.state) || fault.code === "internal") {
        this.fail(fault);
      }
    }
  }

  #take(message: ClientMessage): void {
    switch (message.type) {
      case "open":
        return this.#open(message);
      case "ping":
        this.#line.say("pong", {});
        this.#hasPonged = true;
        return;
      case "paused":
        return this.#call.pause();
      case "resumed":
        return this.#call.resume(message);
      case "discarded":
        return this.#call.discard(message);
      case "update":
        return this.#line.say("updated", {});
      case "error":
        return this.#call.complain(
          `${message.code} ${message.message.slice(0, 200)}`,
        );
      case "close":
        return this.#close();
    }
    return message satisfies never;
  }

  #expectOpen(withinMs: number): void {
    const giveUp = () => this.fail(neverOpened(withinMs));
    this.#standing.enter("waiting", withinMs, giveUp);
  }

  #open(open: Open): void {
    const { organizationId } = this.#deps.request;
    if (open.organizationId !== organizationId) {
      return this.#refuse(
        `the organization must be the header's, ${organizationId}: current value is ${open.organizationId}`,
      );
    }
    const choice = this.#call.choose(open);
    this.#standing.enter("open");
    this.#line.say("opened", { media: choice ? [choice.offer] : [] });
    this.#call.listen(open, this.#line.id);
  }

  #close(): void {
    const close = () => this.#sayClosed();
    this.#standing.enter("closing", timing.CLOSED_WITHIN_MS, close);
    this.#call.finish(this.#isStopping ? "server_stop" : "platform_stop");
    if (this.#call.isOver) this.#sayClosed();
  }

  #tell(entity: Entity): void {
    if (!this.#deps.hasEvents || !this.#hasPonged) return;
    if (this.#isGone || this.#standing.state === "closed") return;
    this.#line.say("event", { entities: [entity] });
  }

  #send(text: string): void {
    this.#client.send(text);
    const { unsentBytes } = this.#client;
    if (unsentBytes <= MAX_UNSENT_BYTES || !isGoing(this.#standing.state)) {
      return;
    }
    this.fail(unread(unsentBytes, MAX_UNSENT_BYTES));
  }

  /** Tells who may not enter, at its time and without the reason. */
  #refuse(reason: string): void {
    this.#call.forbid(reason);
    const tell = () =>
      this.#ask({ reason: "unauthorized" }, timing.REFUSED_HANG_UP_MS, 1008);
    this.#standing.enter("refused", timing.REFUSAL_MS, tell);
  }

  /** The server goes. */
  #depart(reason: OverReason): void {
    this.#call.finish(reason);
    this.#ask({ reason: "completed" }, timing.STOP_HANG_UP_MS, 1001);
  }

  /** Asks the client to close, and hangs up if it does not. */
  #ask(
    why: { readonly reason: DisconnectReason; readonly info?: string },
    hangUpMs: number,
    closeCode: number,
  ): void {
    const hangUp = () => this.#hangUp(closeCode, why.reason);
    this.#standing.enter("asked", hangUpMs, hangUp);
    this.#line.say("disconnect", why);
  }

  #sayClosed(): void {
    if (this.#standing.state !== "closing") return;
    this.#line.say("closed", {});
    const hangUp = () => this.#hangUp(1000, "closed");
    this.#standing.enter("closed", timing.CLOSED_HANG_UP_MS, hangUp);
  }

  #afterCall(): void {
    this.#sayClosed();
    this.#leave();
  }

  #hangUp(closeCode: number, reason: string): void {
    this.#client.close(closeCode, reason);
    this.end();
  }

  #leave(): void {
    if (!this.#isGone || !this.#call.isOver) return;
    if (this.#standing.state === "ended") return;
    this.#standing.enter("ended");
    this.#deps.onEnd();
  }
}
