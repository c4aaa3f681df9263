/**
 * A client's side of one session: a socket that speaks the native protocol.
 *
 * @module
 */
import type {
  ClientMessage,
  ServerMessage,
} from "../src/protocol/native/messages.ts";

/** One session with a server, from `open` to `closed`. */
export class Line {
  readonly #url: string;
  readonly #socket: WebSocket;
  readonly #onMessage: (message: ServerMessage) => void;
  readonly #connected = Promise.withResolvers<void>();
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  /** What waits for `flushed`, by id. */
  readonly #flushes = new Map<unknown, () => void>();
  #flushCount = 0;
  #hasConnected = false;
  #hasEnded = false;

  /**
   * Dials a server.
   *
   * @param onMessage Gets every message, before promises settle by it.
   * @throws {SyntaxError} If the URL is not one of a socket.
   */
  constructor(url: string, onMessage: (message: ServerMessage) => void) {
    this.#url = url;
    this.#onMessage = onMessage;
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => {
      this.#hasConnected = true;
      this.#connected.resolve();
    };
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onerror = () => this.#end(this.#unreachable());
    this.#socket.onclose = ({ code, reason }) =>
      this.#end(
        new Error(
          `Cannot go on as ${url} hung up: code ${code}${
            reason && `, ${reason}`
          }`,
        ),
      );
    // Whoever does not wait for one of these has the other to learn from.
    this.#connected.promise.catch(() => {});
    this.#opened.promise.catch(() => {});
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
  async open(message: ClientMessage & { type: "open" }): Promise<void> {
    await this.#connected.promise;
    this.#send(message);
    await this.#opened.promise;
  }

  /** Sends audio in the encoding that was agreed. */
  sendAudio(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#hasEnded) this.#socket.send(bytes);
  }

  /** Resolves when all audio sent so far is answered, or the session has ended. */
  async heard(): Promise<void> {
    const id = this.#flushCount++;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushes.set(id, resolve);
    this.#send({ type: "flush", id });
    await Promise.race([promise, this.#ended.promise.catch(() => {})]);
  }

  /** Says that no more audio comes; the answers to the tail still do. */
  close(): void {
    this.#send({ type: "close" });
  }

  /** Drops the connection. */
  [Symbol.dispose](): void {
    if (this.#socket.readyState < WebSocket.CLOSING) this.#socket.close();
  }

  #send(message: ClientMessage): void {
    if (!this.#hasEnded) this.#socket.send(JSON.stringify(message));
  }

  #receive(data: string): void {
    try {
      const message: ServerMessage = JSON.parse(data);
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
      case "flushed":
        return this.#flushes.get(message.id)?.();
      case "closed":
        return this.#end();
      case "error":
        return this.#end(new Error(`${message.code}: ${message.message}`));
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

  #unreachable(): Error {
    if (this.#hasConnected) {
      return new Error(
        `Cannot go on as ${this.#url} broke the connection: the server or the network is gone`,
      );
    }
    return new Error(
      `Cannot reach ${this.#url} as a server must listen there: start one with "deno task start"`,
    );
  }
}
