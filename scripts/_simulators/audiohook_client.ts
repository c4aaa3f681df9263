/**
 * The client's end of an AudioHook session, as strict as Genesys's.
 *
 * Source: developer.genesys.cloud/devapps/audiohook, protocol reference and session
 * walkthrough, and the behaviour of Genesys's own test client (2871b01), 2026.
 *
 * @module
 */
import {
  checkEntities,
  type Fields,
  type MediaOffer,
  readMessage,
  refused,
  type ServerMessage,
} from "./audiohook_messages.ts";
import type { PlatformSocket } from "./platform_socket.ts";

/** How long the client waits for what. */
export interface AudiohookTiming {
  /** For `opened`. */
  readonly openedMs: number;
  /** From `opened` to the first ping; the second follows its pong at once. */
  readonly firstPingMs: number;
  /** From ping to ping; a pong must have come by then. */
  readonly pingMs: number;
  /** For `closed`. */
  readonly closedMs: number;
}

/** Genesys's. */
const TIMING: AudiohookTiming = {
  openedMs: 5_000,
  firstPingMs: 1_000,
  pingMs: 5_000,
  closedMs: 10_000,
};

/** What the server has said, counted. */
export interface AudiohookCounts {
  readonly pongs: number;
  readonly events: number;
}

/**
 * One session. Whatever the server does wrong ends it: the promise that is waited
 * for rejects, or the next message that is sent throws.
 */
export class AudiohookClient {
  readonly #socket: PlatformSocket;
  readonly #id: string;
  readonly #position: () => string;
  readonly #timing: AudiohookTiming;
  readonly #opened = Promise.withResolvers<MediaOffer | undefined>();
  readonly #closed = Promise.withResolvers<void>();
  #offers: readonly MediaOffer[] = [];
  #state: "opening" | "open" | "closing" | "over" = "opening";
  #seq = 0;
  #serverSeq = 0;
  #answered = 0;
  #pingSeq: number | undefined;
  #pings: ReturnType<typeof setTimeout> | undefined;
  #counts = { pongs: 0, events: 0 };
  #fault: Error | undefined;

  /** @param position Where the audio is, as a duration. */
  constructor(
    socket: PlatformSocket,
    id: string,
    position: () => string,
    timing = TIMING,
  ) {
    this.#socket = socket;
    this.#id = id;
    this.#position = position;
    this.#timing = timing;
    // Whoever waits for neither learns of a fault when it sends.
    this.#opened.promise.catch(() => {});
    this.#closed.promise.catch(() => {});
    this.#listen();
  }

  /** What has come so far. */
  get counts(): AudiohookCounts {
    return this.#counts;
  }

  /** Whether the server has asked for an end: there is no more to send. */
  get isClosing(): boolean {
    return this.#state !== "open";
  }

  /** Opens the session, and gives the medium that was chosen, if one was. */
  async open(
    parameters: Fields & { readonly media: readonly MediaOffer[] },
  ): Promise<MediaOffer | undefined> {
    this.#offers = parameters.media;
    this.say("open", parameters);
    return await this.#within(
      this.#timing.openedMs,
      this.#opened.promise,
      '"opened"',
    );
  }

  /** Says something. @throws {Error} If the server has done wrong. */
  say(type: string, parameters: Fields = {}): void {
    if (this.#fault) throw this.#fault;
    this.#socket.send(JSON.stringify({
      version: "2",
      id: this.#id,
      type,
      seq: ++this.#seq,
      serverseq: this.#serverSeq,
      position: this.#position(),
      parameters,
    }));
  }

  /** Sends audio. @throws {Error} If the server has done wrong. */
  sendAudio(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#fault) throw this.#fault;
    this.#socket.send(bytes);
  }

  /** Closes the session, unless it is closing, and hangs up. */
  async close(reason: string): Promise<void> {
    this.#beginClose(reason);
    await this.#within(
      this.#timing.closedMs,
      this.#closed.promise,
      '"closed"',
    );
    this.#socket.close();
    await this.#socket.closed;
    const [late] = this.#socket.unread;
    if (late !== undefined) throw refused("be silent after closed", late);
  }

  /** Stops all clocks and hangs up, however the session stands. */
  [Symbol.dispose](): void {
    this.#state = "over";
    clearTimeout(this.#pings);
    if (!this.#socket.isClosed) this.#socket.close();
  }

  #beginClose(reason: string): void {
    if (this.#state !== "open" && this.#state !== "opening") return;
    this.#state = "closing";
    clearTimeout(this.#pings);
    this.say("close", { reason });
  }

  async #listen(): Promise<void> {
    try {
      while (this.#state !== "over") {
        const message = await this.#socket.next();
        if (message === undefined) throw refused("not hang up", "it has");
        this.#hear(readMessage(message));
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #hear(message: ServerMessage): void {
    this.#checkNumbers(message);
    const { type, parameters, clientseq } = message;
    switch (type) {
      case "opened":
        return this.#hearOpened(parameters);
      case "pong":
        return this.#hearPong(clientseq);
      case "event":
        return this.#hearEvent(parameters);
      case "disconnect":
        return this.#hearDisconnect(parameters);
      case "closed":
        if (this.#state !== "closing") throw refused("wait for close", type);
        this.#state = "over";
        return this.#closed.resolve();
      case "updated":
      case "reconnect":
        return;
      default:
        throw refused("say what a monitor knows", type);
    }
  }

  /** Numbers go up by one, and repeat ones that were sent. */
  #checkNumbers({ version, id, seq, clientseq }: ServerMessage): void {
    if (version !== "2") throw refused('be of version "2"', version);
    if (id !== this.#id) throw refused("repeat the session's id", id);
    if (seq !== this.#serverSeq + 1) {
      throw refused(`go on with seq ${this.#serverSeq + 1}`, seq);
    }
    this.#serverSeq = seq;
    if (clientseq < this.#answered || clientseq > this.#seq) {
      throw refused(
        `repeat a clientseq from ${this.#answered} to ${this.#seq}`,
        clientseq,
      );
    }
    this.#answered = clientseq;
  }

  #hearOpened({ media }: Fields): void {
    if (this.#state !== "opening") throw refused("open once", "opened");
    if (!Array.isArray(media) || media.length > 1) {
      throw refused("choose one medium or none", media);
    }
    const [chosen] = media;
    const offer = this.#offers.find((offer) =>
      JSON.stringify(offer) === JSON.stringify(chosen)
    );
    if (chosen !== undefined && offer === undefined) {
      throw refused("choose a medium of the offer, unchanged", chosen);
    }
    this.#state = "open";
    this.#startPings();
    this.#opened.resolve(offer);
  }

  #startPings(): void {
    this.#pings = setTimeout(() => this.#ping(), this.#timing.firstPingMs);
  }

  #ping(): void {
    try {
      if (this.#pingSeq !== undefined) {
        throw refused('say "pong" before the next ping', "nothing");
      }
      this.say("ping", this.#counts.pongs > 0 ? { rtt: "PT0.01S" } : {});
      this.#pingSeq = this.#seq;
      this.#pings = setTimeout(() => this.#ping(), this.#timing.pingMs);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #hearPong(clientseq: number): void {
    if (this.#pingSeq === undefined) throw refused("wait for a ping", "pong");
    if (clientseq !== this.#pingSeq) {
      throw refused(`answer the ping ${this.#pingSeq}`, clientseq);
    }
    this.#pingSeq = undefined;
    if (this.#counts.pongs++ > 0 || this.#state !== "open") return;
    clearTimeout(this.#pings);
    this.#ping();
  }

  #hearEvent(parameters: Fields): void {
    if (this.#state === "opening") throw refused("open first", "event");
    if (this.#counts.pongs === 0) {
      throw refused("keep events for after the first pong", "event");
    }
    checkEntities(parameters);
    this.#counts.events++;
  }

  #hearDisconnect({ reason, info }: Fields): void {
    if (reason === "completed") return this.#beginClose("disconnect");
    throw new Error(
      `Cannot go on as the server must not refuse: "${reason}"${
        info === undefined ? "" : `, ${info}`
      }`,
    );
  }

  #fail(fault: Error): void {
    if (this.#state === "over") return;
    this.#fault ??= fault;
    this.#opened.reject(fault);
    this.#closed.reject(fault);
    this[Symbol.dispose]();
  }

  async #within<T>(ms: number, wait: Promise<T>, what: string): Promise<T> {
    const limit = setTimeout(
      () => this.#fail(refused(`say ${what} within ${ms} ms`, "nothing")),
      ms,
    );
    try {
      return await wait;
    } finally {
      clearTimeout(limit);
    }
  }
}
