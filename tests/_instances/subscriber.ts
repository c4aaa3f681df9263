/**
 * A subscriber that loses its connection now and then, and goes on where it was.
 *
 * @module
 */
import type { Prediction } from "../../src/protocol/native/messages.ts";
import type { CallEvent } from "../../src/results/call_event.ts";
import { sentEvents } from "../server/_event_source.ts";

/** Before it connects again. */
const RETRY_MS = 50;

/** Reads a call to its end, over server-sent events or sockets. */
export class Subscriber {
  readonly #url: string;
  readonly #onEvent: (event: CallEvent) => void;
  #lastId: string | undefined;
  #isEnded = false;
  /** What it has heard, with ids. */
  readonly events: { readonly id: string; readonly event: CallEvent }[] = [];
  /** What it was told beside events, such as gaps. */
  readonly others: string[] = [];
  /** How often it had to connect. */
  connectionCount = 0;
  /** Resolves when the call is over. */
  readonly done: Promise<void>;

  /** @param url Of `/events` or `/subscribe`. */
  constructor(url: string, onEvent: (event: CallEvent) => void = () => {}) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.done = this.#readToEnd();
  }

  /** The predictions it has heard. */
  get predictions(): Prediction[] {
    return this.events.flatMap(({ event }) =>
      event.type === "prediction" ? event.prediction : []
    );
  }

  async #readToEnd(): Promise<void> {
    while (!this.#isEnded) {
      this.connectionCount++;
      try {
        await (this.#url.startsWith("ws")
          ? this.#readSocket()
          : this.#readStream());
      } catch {
        // The instance has gone, or nginx has found none: there is another.
      }
      if (!this.#isEnded) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async #readStream(): Promise<void> {
    const headers = new Headers();
    if (this.#lastId) headers.set("last-event-id", this.#lastId);
    const response = await fetch(this.#url, { headers });
    if (!response.ok) return await response.body?.cancel();
    for await (const { id, event, data } of sentEvents(response)) {
      if (id !== undefined) this.#hear(id, JSON.parse(data!));
      else if (event !== undefined) this.others.push(data!);
    }
  }

  async #readSocket(): Promise<void> {
    const after = this.#lastId ? `?after=${this.#lastId}` : "";
    const socket = new WebSocket(this.#url + after);
    socket.onmessage = ({ data }) => {
      const { id, ...event } = JSON.parse(data);
      if (id === undefined) this.others.push(data);
      else this.#hear(id, event);
    };
    await new Promise((resolve) => socket.onclose = resolve);
  }

  #hear(id: string, event: CallEvent): void {
    this.events.push({ id, event });
    this.#lastId = id;
    this.#isEnded = event.type === "call.ended";
    this.#onEvent(event);
  }
}
