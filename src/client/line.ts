/**
 * One socket that speaks the native protocol: no more than its messages and its
 * end. What a call needs beside, {@linkcode CallStream} adds.
 *
 * @module
 */
import type {
  ClientMessage,
  Open,
  ServerMessage,
} from "../protocol/native/messages.ts";
import { deferred } from "./deferred.ts";
import type { SocketConstructor } from "./environment.ts";
import { StreamError } from "./stream_error.ts";
import { subprotocols } from "./subprotocols.ts";

/** How a line is dialled. */
export interface LineOptions {
  /** Who calls; without it, nobody in particular. */
  readonly key?: string | undefined;
  /** @default {globalThis.WebSocket} */
  readonly WebSocket?: SocketConstructor | undefined;
}

/**
 * One connection with a server, from `open` to `closed`. Every call costs one
 * message and makes no promise, so that one process can hold hundreds.
 */
export class Line {
  readonly #url: string;
  readonly #socket: InstanceType<SocketConstructor>;
  readonly #onMessage: (message: ServerMessage) => void;
  readonly #connected = deferred<void>();
  readonly #opened = deferred<void>();
  readonly #ended = deferred<void>();
  #hasConnected = false;
  #hasEnded = false;

  /**
   * Dials a server.
   *
   * @param onMessage Gets every message, before promises settle by it.
   * @throws {SyntaxError} If the URL is not one of a socket.
   * @throws {StreamError} `bad_key` if the key cannot be sent.
   */
  constructor(
    url: string,
    onMessage: (message: ServerMessage) => void,
    { key, WebSocket: Socket = globalThis.WebSocket }: LineOptions = {},
  ) {
    this.#url = withoutQuery(url);
    this.#onMessage = onMessage;
    this.#socket = new Socket(url, subprotocols(key));
    this.#socket.onopen = () => {
      this.#hasConnected = true;
      this.#connected.resolve();
    };
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onerror = (event) => this.#end(this.#broken(event));
    this.#socket.onclose = ({ code, reason }) =>
      this.#end(
        new StreamError(
          "connection_lost",
          `Cannot go on as ${this.#url} hung up: code ${code}${
            reason && `, ${reason}`
          }`,
        ),
      );
  }

  /** Resolves when the server has said `closed`; rejects with what went wrong. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Whether there is nobody to send to any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Opens the session; resolves when the server has agreed. */
  async open(message: Open): Promise<void> {
    await this.#connected.promise;
    this.send(message);
    await this.#opened.promise;
  }

  /** Sends audio in the encoding that was agreed. */
  sendAudio(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#isOpen) this.#socket.send(bytes);
  }

  /** Sends a message. */
  send(message: ClientMessage): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }

  /** Says that no more audio comes; the answers to the tail still do. */
  close(): void {
    this.send({ type: "close" });
  }

  /** Drops the connection, and hears nothing more of it. */
  drop(): void {
    this.#end(
      new StreamError("ended", "Cannot go on as the connection was dropped"),
    );
    if (this.#socket.readyState < CLOSING) this.#socket.close();
  }

  /** Some runtimes throw at whoever speaks to a socket that closes. */
  get #isOpen(): boolean {
    return this.#socket.readyState === OPEN;
  }

  #receive(data: unknown): void {
    if (this.#hasEnded) return;
    try {
      const message = parse(data);
      this.#onMessage(message);
      this.#react(message);
    } catch (error) {
      this.#end(error);
    }
  }

  #react(message: ServerMessage): void {
    switch (message.type) {
      case "opened":
        return this.#opened.resolve();
      case "closed":
        return this.#end();
      case "error":
        return this.#end(
          new StreamError(message.code, `${message.code}: ${message.message}`),
        );
    }
  }

  /** The first reason counts; what a socket says after it has ended is its echo. */
  #end(fault?: unknown): void {
    this.#hasEnded = true;
    if (fault === undefined) return this.#ended.resolve();
    this.#connected.reject(fault);
    this.#opened.reject(fault);
    this.#ended.reject(fault);
  }

  #broken(event: Event): StreamError {
    if (this.#hasConnected) {
      return new StreamError(
        "connection_lost",
        `Cannot go on as ${this.#url} broke the connection: the server or the network is gone`,
      );
    }
    return new StreamError(
      "unreachable",
      `Cannot reach ${this.#url} as a server must listen there and let the caller in${
        reasonOf(event)
      }`,
    );
  }
}

/** The server is trusted to speak the protocol; a proxy in its place is not. */
function parse(data: unknown): ServerMessage {
  try {
    return JSON.parse(data as string);
  } catch (cause) {
    throw new StreamError(
      "bad_server",
      "Cannot read what the server said as it must be JSON",
      { cause },
    );
  }
}

/** `WebSocket.OPEN` and `CLOSING`, which a socket that was handed in need not name. */
const OPEN = 1;
const CLOSING = 2;

/** What the runtime says of it: Deno and Node do, browsers do not. */
function reasonOf(event: Event): string {
  if (!("message" in event) || !event.message) return "";
  return `: ${withoutQuery(String(event.message))}`;
}

/** A query may hold a token, which must not stand in an error. */
function withoutQuery(url: string): string {
  return url.split("?", 1)[0]!;
}
