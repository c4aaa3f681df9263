/** A server that tells of a call of two voices as fast as one likes. */
import { Hono } from "hono";
import type { CallEvent } from "../../src/results/call_event.ts";
import { consoleRoutes } from "../../src/server/console_routes.ts";
import { readConsoleFiles } from "../../src/service/console_files.ts";

const LABELS = [
  ...["neutral", "calm", "happy", "sad"],
  ...["angry", "fearful", "disgust", "surprised"],
];
const STRIDE_MS = 480;
const COMMON = { atMs: 0, sessionId: "hour", tenant: "default", generation: 0 };
const ROLES = ["customer", "agent"] as const;

const STARTED: CallEvent = {
  ...COMMON,
  type: "call.started",
  call: {
    platform: "native",
    sessionId: "hour",
    callId: "hour",
    streamId: "hour",
    tenant: "default",
    generation: 0,
    startedAtMs: 0,
    model: { name: "fake", sha256: "00", labels: LABELS },
    channels: ROLES.map((role, place) => ({
      direction: String(place),
      role,
      place,
    })),
  },
};

/** Tells of one call, to one page. */
export class TellingServer {
  #reader: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #encoder = new TextEncoder();

  /** Serves the page and the call's events, until the scope ends. */
  serve() {
    const app = new Hono();
    app.route("/", consoleRoutes(readConsoleFiles(), (c) => c.json({})));
    app.get("/v1/calls/hour/events", () => new Response(this.#events()));
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      app.fetch,
    );
    return {
      url: `http://127.0.0.1:${server.addr.port}`,
      [Symbol.asyncDispose]: async () => {
        this.#reader?.close();
        await server.shutdown();
      },
    };
  }

  /** Tells of the windows that end within seconds of the call. */
  tell(fromS: number, toS: number): void {
    const first = Math.ceil(1_000 * fromS / STRIDE_MS);
    const end = Math.floor(1_000 * toS / STRIDE_MS);
    for (let index = first; index < end; index++) {
      ROLES.forEach((_, channel) => this.#write(predicted(index, channel)));
    }
  }

  #events(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: (reader) => {
        this.#reader = reader;
        this.#write(STARTED);
      },
      cancel: () => {
        this.#reader = undefined;
      },
    });
  }

  #write(event: CallEvent): void {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    this.#reader!.enqueue(this.#encoder.encode(text));
  }
}

/** One emotion after the other, half a minute each. */
function predicted(index: number, channel: number): CallEvent {
  const likeliest = Math.floor(index / 60) % LABELS.length;
  const posterior = Object.fromEntries(
    LABELS.map((label, i) => [label, i === likeliest ? 0.65 : 0.05]),
  );
  return {
    ...COMMON,
    type: "prediction",
    prediction: {
      type: "prediction",
      channel,
      role: ROLES[channel]!,
      index,
      startMs: Math.max(0, (index + 1) * STRIDE_MS - 2_985),
      endMs: (index + 1) * STRIDE_MS,
      state: "speech",
      label: LABELS[likeliest]!,
      confidence: 0.65,
      posterior,
      skipped: 0,
      bufferedMs: 0,
    },
  };
}
