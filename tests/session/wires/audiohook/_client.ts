/**
 * An AudioHook client without a socket, time that is told to pass, and a dialog
 * between them.
 *
 * @module
 */
import type { ServerMessage } from "../../../../src/protocol/audiohook/messages.ts";
import type { ClientPort } from "../../../../src/session/client_port.ts";
import type { WireDeps } from "../../../../src/session/dialog.ts";
import type { RoleSettings } from "../../../../src/session/roles.ts";
import { AudiohookDialog } from "../../../../src/session/wires/audiohook/audiohook_dialog.ts";
import type {
  AudiohookDeps,
  AudiohookRequest,
} from "../../../../src/session/wires/audiohook/audiohook_deps.ts";
import {
  envelope,
  OPEN,
  ORGANIZATION_ID,
  PARAMETERS,
  SESSION_ID,
} from "../../../protocol/audiohook/_messages.ts";
import { encodeSamples } from "../../../../src/audio/sample_encoder.ts";
import { fakeDeps } from "../../_fakes.ts";
import { speechLike } from "../../_signals.ts";
import { wireDeps } from "../../_calls.ts";

/** Time that passes when it is told to. */
export class FakeTimers {
  #nowMs = 0;
  #waiting: { atMs: number; act: () => void }[] = [];

  readonly after = (ms: number, act: () => void): () => void => {
    const timer = { atMs: this.#nowMs + ms, act };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
    };
  };

  /** Timers that wait. */
  get count(): number {
    return this.#waiting.length;
  }

  /** Lets time pass. */
  pass(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#waiting
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#nowMs = next.atMs;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next.act();
    }
    this.#nowMs = endMs;
  }
}

/** A client's end of the socket: what it got, and how the server hung up, if it did. */
export class ClientEnd implements ClientPort {
  readonly messages: ServerMessage[] = [];
  closed: { code: number; reason: string } | undefined;
  unsentBytes = 0;
  /** Called before a message is taken. */
  onMessage: (message: ServerMessage) => void = () => {};

  send(text: string): void {
    const message = JSON.parse(text);
    this.onMessage(message);
    this.messages.push(message);
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  /** The types of what came, in order; a reason follows its "disconnect". */
  get types(): string[] {
    return this.messages.map(({ type, parameters }) =>
      "reason" in parameters ? `${type} ${parameters.reason}` : type
    );
  }
}

/** What differs from a usual session. */
export interface SessionOptions {
  readonly settings?: Partial<RoleSettings>;
  readonly deps?: ReturnType<typeof fakeDeps>;
  readonly request?: Partial<AudiohookRequest>;
  readonly hasEvents?: boolean;
  /** Replaces what a dialog needs of its wire. */
  readonly wire?: Partial<WireDeps>;
}

/** A client and its dialog; the client numbers its messages. */
export function createSession(options: SessionOptions = {}) {
  const given = wireDeps(options.settings, options.deps ?? fakeDeps());
  const timers = new FakeTimers();
  const client = new ClientEnd();
  const deps: AudiohookDeps = {
    ...given.deps,
    ...options.wire,
    request: {
      sessionId: SESSION_ID,
      organizationId: ORGANIZATION_ID,
      ...options.request,
    },
    hasEvents: options.hasEvents ?? false,
    after: timers.after,
  };
  const dialog = new AudiohookDialog(client, deps);
  let seq = 0;
  const say = (
    type: string,
    parameters: object = PARAMETERS[type] ?? {},
    fields: Readonly<Record<string, unknown>> = {},
  ) => {
    const serverseq = client.messages.at(-1)?.seq ?? 0;
    const numbered = { seq: ++seq, serverseq, parameters, ...fields };
    dialog.receiveText(JSON.stringify(envelope(type, numbered)));
  };
  return {
    ...given,
    client,
    dialog,
    timers,
    say,
    open: (fields: object = {}) => say("open", { ...OPEN, ...fields }),
    get seq() {
      return seq;
    },
  };
}

/** Speech as AudioHook sends it, one channel. */
export function speech(seconds: number, seed = 1): Uint8Array {
  const samples = speechLike(seconds, 8_000, {
    pitchHz: 130 + 20 * seed,
    seed,
  });
  return encodeSamples("mulaw", samples);
}

/** Media of these channels, in this order. */
export function media(
  channels: readonly string[],
  format = "PCMU",
  rate = 8_000,
) {
  return { type: "audio", format, channels, rate };
}
