/**
 * The platform's end of a socket.
 *
 * @module
 */

/** What a platform presents when it dials. */
export interface Dialling {
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
}

/** How a socket closed. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** What a server sent. */
export type Received = string | Uint8Array<ArrayBuffer>;

/** Bytes that may wait to be sent before {@linkcode PlatformSocket.drained} waits. */
const UNSENT_BYTES = 262_144;
/** How often it is looked whether they have left. */
const DRAIN_TICK_MS = 2;

/** A socket to a server, from dialling to closing. */
export class PlatformSocket {
  readonly #socket: WebSocket;
  readonly #closed = Promise.withResolvers<Closing>();
  readonly #waiting: ((message: Received | undefined) => void)[] = [];
  readonly #unread: Received[] = [];
  #closing: Closing | undefined;

  /** @param socket One that is open; {@linkcode PlatformSocket.dial} opens one. */
  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      this.#receive(typeof data === "string" ? data : new Uint8Array(data));
    socket.onclose = ({ code, reason }) => this.#end({ code, reason });
  }

  /**
   * Dials.
   *
   * @throws {Error} If the server does not make it a socket.
   */
  static dial(url: string, dialling: Dialling = {}): Promise<PlatformSocket> {
    const { headers = {}, protocols = [] } = dialling;
    const socket = new WebSocket(url, {
      headers,
      protocols: [...protocols],
    });
    socket.binaryType = "arraybuffer";
    return new Promise((resolve, reject) => {
      socket.onopen = () => resolve(new PlatformSocket(socket));
      socket.onerror = (event) =>
        reject(
          new Error(
            `Cannot call ${new URL(url).origin} as it must open a socket: ${
              event instanceof ErrorEvent ? event.message : "it did not"
            }`,
          ),
        );
    });
  }

  /** The subprotocol that the server agreed to, or nothing. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Whether there is nobody to send to any more. */
  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Resolves when the socket has closed, by either end. */
  get closed(): Promise<Closing> {
    return this.#closed.promise;
  }

  /** What the server has sent and nobody has taken. */
  get unread(): readonly Received[] {
    return this.#unread;
  }

  /** Sends a message. @throws {Error} If the server has hung up. */
  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (this.#closing) {
      const { code, reason } = this.#closing;
      throw new Error(
        `Cannot go on as the server must not hang up: it has, with ${code} ${reason}`,
      );
    }
    this.#socket.send(message);
  }

  /** Resolves when little waits to be sent. */
  async drained(): Promise<void> {
    while (!this.isClosed && this.#socket.bufferedAmount > UNSENT_BYTES) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_TICK_MS));
    }
  }

  /** Takes the server's next message, or nothing if it hangs up before one. */
  next(): Promise<Received | undefined> {
    const message = this.#unread.shift();
    if (message !== undefined || this.isClosed) {
      return Promise.resolve(message);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hangs up. */
  close(code = 1000): void {
    this.#socket.close(code);
  }

  #receive(message: Received): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(message);
    else this.#unread.push(message);
  }

  #end(closing: Closing): void {
    this.#closing = closing;
    this.#closed.resolve(closing);
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}
