/**
 * A line that comes back: it dials, and dials again after a loss.
 *
 *     dialling --opened--> live --loss, move--> waiting --back-off--> dialling
 *         \__________________\____fault that stays, closed, too long____> over
 *
 * @module
 */
import type {
  Open,
  Opened,
  ServerMessage,
} from "../protocol/native/messages.ts";
import { backOffMs } from "./back_off.ts";
import {
  lostTooLong,
  mayPass,
  SILENCE_MS,
  silent,
} from "./connection_faults.ts";
import type { Environment } from "./environment.ts";
import { Line } from "./line.ts";
import { StreamError } from "./stream_error.ts";

/** What a connection is for. */
export interface KeyRequest {
  /** The call that it goes on with; none at its beginning. */
  readonly sessionId: string | undefined;
}

/** Who calls: a key, or what gives a fresh key or token for each connection. */
export type Key = string | ((request: KeyRequest) => string | Promise<string>);

/** How a connection is made. */
export interface ConnectionOptions {
  readonly url: string;
  readonly key: Key | undefined;
  /** How long it may be lost. */
  readonly giveUpMs: number;
  readonly environment: Environment;
}

/** What a connection asks and tells. */
export interface ConnectionEvents {
  /** Which call the next line is for. */
  readonly call: () => KeyRequest;
  /** The message that opens the next line. */
  readonly open: () => Open;
  readonly onOpened: (line: Line, opened: Opened) => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** It is lost, and will be dialled again. */
  readonly onLoss: () => void;
  /** It is over: in order, or by a fault. */
  readonly onOver: (end: { readonly fault?: unknown }) => void;
  /** Whether a call that is lost can go on. */
  readonly canResume: () => boolean;
  /** Whether the server owes an answer to what was sent. */
  readonly isOwed: () => boolean;
}

/** How often that is looked at. */
const LOOK_MS = 2_500;

/** How often a server hears that its client lives: a third of what it waits for one that sends no audio. */
const ALIVE_MS = 20_000;

/** A line that has held so long has ended the loss before it, whatever was heard on it. */
const STEADY_MS = 10_000;

/** One stream's connection, over all its lines. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  #line: Line | undefined;
  /** When this line was opened. */
  #openMs: number | undefined;
  #hasBeenOpen = false;
  #isOver = false;
  /** Dials since the connection was last good. */
  #attempt = 0;
  #lostMs: number | undefined;
  /** Since when nothing has been heard that should have been. */
  #silentSinceMs = 0;
  #aliveMs = 0;
  #cancelTimer = () => {};

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Dials. */
  async dial(): Promise<void> {
    const { key } = this.#options;
    let fresh: string | undefined;
    try {
      fresh = typeof key === "function" ? await key(this.#events.call()) : key;
    } catch (fault) {
      // Who gives keys is as far away as the server: it may be lost as well.
      return this.#fail(fault, true);
    }
    if (this.#isOver) return;
    try {
      this.#dialWith(fresh);
    } catch (fault) {
      this.#end({ fault });
    }
  }

  #dialWith(key: string | undefined): void {
    const { url, environment: { WebSocket, now } } = this.#options;
    const hear = (message: ServerMessage) => this.#hear(line, message);
    const opening = this.#events.open();
    const line: Line = new Line(urlOf(url, opening), hear, { key, WebSocket });
    this.#line = line;
    this.#openMs = undefined;
    this.#silentSinceMs = now();
    this.#watch();
    line.ended.then(
      () => this.#end({}),
      (fault) => {
        if (line === this.#line) this.#fail(fault);
      },
    );
    line.open(opening).catch(() => {}); // `ended` tells
  }

  /** Leaves the line for another at once: the server asks for it. */
  move(): void {
    this.#fail(
      new StreamError(
        "connection_lost",
        "Cannot stay as the server asks to come back elsewhere",
      ),
    );
  }

  /** Drops the line, and tells nobody. */
  drop(): void {
    this.#isOver = true;
    this.#cancelTimer();
    this.#line?.drop();
  }

  #hear(line: Line, message: ServerMessage): void {
    const nowMs = this.#options.environment.now();
    this.#silentSinceMs = nowMs;
    if (message.type === "opened") {
      this.#openMs = nowMs;
      this.#aliveMs = nowMs;
      this.#hasBeenOpen = true;
      return this.#events.onOpened(line, message);
    }
    if (message.type === "prediction") this.#isGood();
    this.#events.onMessage(message);
  }

  /** A server that opens and falls is no end of a loss: what it answers is. */
  #isGood(): void {
    this.#attempt = 0;
    this.#lostMs = undefined;
  }

  /** Dials again later if the fault may pass, or ends. */
  #fail(fault: unknown, passes = mayPass(fault)): void {
    if (this.#isOver) return;
    const { giveUpMs, environment: { now, random, setTimer } } = this.#options;
    this.#cancelTimer();
    this.#line?.drop();
    this.#line = undefined;
    if (!this.#hasBeenOpen || !passes || !this.#events.canResume()) {
      return this.#end({ fault });
    }
    if (now() - (this.#openMs ?? Infinity) >= STEADY_MS) this.#isGood();
    this.#openMs = undefined;
    this.#lostMs ??= now();
    const waitMs = backOffMs(this.#attempt++, random());
    if (now() + waitMs - this.#lostMs > giveUpMs) {
      return this.#end({ fault: lostTooLong(giveUpMs, fault) });
    }
    this.#cancelTimer = setTimer(() => this.dial(), waitMs);
    this.#events.onLoss();
  }

  /** Looks now and then whether the server is still there: a network that is gone says nothing. */
  #watch(): void {
    const { now, setTimer } = this.#options.environment;
    this.#cancelTimer = setTimer(() => {
      const nowMs = now();
      const isOpen = this.#openMs !== undefined;
      if (isOpen && !this.#events.isOwed()) this.#silentSinceMs = nowMs;
      if (nowMs - this.#silentSinceMs >= SILENCE_MS) {
        return this.#fail(silent());
      }
      if (isOpen) this.#tellAlive(nowMs);
      this.#watch();
    }, LOOK_MS);
  }

  #tellAlive(nowMs: number): void {
    if (nowMs - this.#aliveMs < ALIVE_MS) return;
    this.#aliveMs = nowMs;
    this.#line?.send({ type: "keepalive" });
  }

  #end(end: { readonly fault?: unknown }): void {
    if (this.#isOver) return;
    this.drop();
    this.#events.onOver(end);
  }
}

/** Names the call that goes on: a token that has begun it is then good for it still. */
function urlOf(url: string, { resume }: Open): string {
  if (!resume) return url;
  const named = new URL(url);
  named.searchParams.set("resume", resume.sessionId);
  return named.href;
}
