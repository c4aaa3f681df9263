/** A socket whose other end is in this process. */
import type { Socket } from "../../src/client/environment.ts";
import type {
  ClientMessage,
  ServerMessage,
} from "../../src/protocol/native/messages.ts";

/** What one connection was asked and told. */
export class FakeSocket implements Socket {
  readonly url: string;
  readonly protocols: readonly string[];
  binaryType: BinaryType = "blob";
  readyState = 0;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  readonly texts: ClientMessage[] = [];
  readonly audio: number[] = [];
  /** Sizes of the audio messages. */
  readonly sizes: number[] = [];
  /** The server's ear. */
  onText: (message: ClientMessage) => void = () => {};
  onAudio: (bytes: Uint8Array) => void = () => {};

  constructor(url: string, protocols: readonly string[]) {
    this.url = url;
    this.protocols = protocols;
  }

  /** The names of the messages so far, without audio. */
  get types(): string[] {
    return this.texts.map(({ type }) => type);
  }

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (this.readyState !== 1) throw new Error("the socket is not open");
    if (typeof data === "string") {
      const message: ClientMessage = JSON.parse(data);
      this.texts.push(message);
      return this.onText(message);
    }
    const bytes = (data as Uint8Array).slice(); // as every runtime does
    this.sizes.push(bytes.length);
    this.audio.push(...bytes);
    this.onAudio(bytes);
  }

  close(): void {
    this.#closed(1000, "");
  }

  /** The server lets it in. */
  accept(): void {
    this.readyState = 1;
    this.#on().onopen?.(new Event("open"));
  }

  /** The server says something. */
  say(message: ServerMessage | string): void {
    if (this.readyState !== 1) return;
    const data = typeof message === "string"
      ? message
      : JSON.stringify(message);
    this.#on().onmessage?.(new MessageEvent("message", { data }));
  }

  /** The server hangs up. */
  hangUp(code = 1001, reason = ""): void {
    this.#closed(code, reason);
  }

  /** Nobody is there, or no more. */
  break(message?: string): void {
    if (this.readyState === 3) return;
    this.#on().onerror?.(new ErrorEvent("error", message ? { message } : {}));
    this.#closed(1006, "");
  }

  #closed(code: number, reason: string): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() =>
      this.#on().onclose?.(new CloseEvent("close", { code, reason }))
    );
  }

  /** Its handlers, which want a real socket for `this` and do not use it. */
  #on() {
    return this as unknown as {
      [K in "onopen" | "onmessage" | "onclose" | "onerror"]:
        | ((event: Event) => void)
        | null;
    };
  }
}
