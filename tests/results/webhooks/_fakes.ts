/**
 * Time that stands still, targets, and a receiver on a loopback port.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { WebhookTarget } from "../../../src/results/webhooks/target.ts";
import type { Timers } from "../../../src/results/webhooks/timers.ts";
import { settle } from "../../session/_fakes.ts";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const KEY = Buffer.from(SECRET.slice("whsec_".length), "base64");

/** Timers that go off when the test lets time pass. */
export class FakeTimers implements Timers {
  #nowMs = 0;
  #waiting: { readonly atMs: number; readonly act: () => void }[] = [];

  /** Timers that have not gone off. */
  get count(): number {
    return this.#waiting.length;
  }

  readonly now = () => this.#nowMs;

  after(delayMs: number, act: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, act };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
    };
  }

  /** Lets time pass until the next timer goes off. */
  passToNext(): Promise<void> {
    const nextMs = Math.min(...this.#waiting.map(({ atMs }) => atMs));
    return this.pass(nextMs - this.#nowMs);
  }

  /** Lets so much time pass, and what follows from it happen. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const [next] = this.#waiting
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.act();
      await settle();
    }
    this.#nowMs = endMs;
  }
}

/** A target that hears of everything. */
export function targetOf(change: Partial<WebhookTarget> = {}): WebhookTarget {
  return {
    name: "desk",
    tenant: "default",
    url: new URL("http://127.0.0.1:9/in"),
    keys: [KEY],
    events: new Set(["call.started", "prediction", "escalation", "call.ended"]),
    predictionMs: 5_000,
    ...change,
  };
}

/** What a receiver was sent. */
export interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Answers a request; none is 204. */
type Answer = (
  received: Received,
  request: Request,
) => Response | Promise<Response> | undefined;

/** A receiver that writes down what it is sent, and stops at the end of its scope. */
export function receiver(answer: Answer = () => undefined) {
  const received: Received[] = [];
  const closed = new AbortController();
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen() {},
    signal: closed.signal,
  }, async (request) => {
    const one = {
      path: new URL(request.url).pathname,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    };
    received.push(one);
    return await answer(one, request) ?? new Response(null, { status: 204 });
  });
  return {
    received,
    /** The types of the messages, in order. */
    get types(): string[] {
      return received.map(({ body }) => JSON.parse(body).type);
    },
    url: (path = "/in") =>
      new URL(path, `http://127.0.0.1:${server.addr.port}`),
    async [Symbol.asyncDispose]() {
      closed.abort();
      await server.finished;
    },
  };
}

/** Lets sockets do their work until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  throw new Error(`waited in vain until ${holds}`);
}
