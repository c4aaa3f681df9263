/** The program's end under load: calls move or are answered, and it is gone in time. */
import { assert, assertEquals } from "@std/assert";
import { OwnServer } from "../scripts/_own_server.ts";
import { openStream } from "../src/client/mod.ts";
import type {
  Prediction,
  ServerMessage,
} from "../src/protocol/native/messages.ts";
import { pcm16, speechLike } from "./session/_signals.ts";
import { OPEN, talk } from "./server/_server.ts";

const ENV = { SIGNING_SECRET: "what both servers of this test share" };
const AUDIO = Uint8Array.from(pcm16(speechLike(8)));
/** 100 ms of it. */
const CHUNK_BYTES = 3_200;
const MOVING_CALLS = 8;
const STAYING_CALLS = 4;
/** What a host grants a process between SIGTERM and SIGKILL (Deno Deploy). */
const GRANTED_MS = 5_000;

/** Dials wherever `target` leads at that moment. */
function socketTo(target: { url: string }) {
  return class extends WebSocket {
    constructor(_url: string, protocols?: string[]) {
      super(target.url, protocols ?? []);
    }
  };
}

/** A call in live pieces, four times as fast as it was spoken. */
async function moving(target: { url: string }, halfway: () => void) {
  const predictions: Prediction[] = [];
  const stream = await openStream(target.url, {
    onPrediction: (prediction) => predictions.push(prediction),
    environment: { WebSocket: socketTo(target) },
  });
  for (let at = 0; at < AUDIO.length; at += CHUNK_BYTES) {
    if (at === 40 * CHUNK_BYTES) halfway();
    await stream.send(AUDIO.subarray(at, at + CHUNK_BYTES));
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const { totals } = await stream.close();
  return { predictions, totals, opened: stream.opened! };
}

/** A client that knows nothing of moving: it gets what it is owed. */
function staying(url: string) {
  return talk(url, [OPEN, AUDIO]);
}

/** A resumable client that does not listen; `open` is there once it has been answered. */
async function deaf(url: string) {
  const socket = new WebSocket(url);
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const heard: ServerMessage[] = [];
  socket.onopen = () =>
    socket.send(JSON.stringify({ ...JSON.parse(OPEN), resumable: true }));
  socket.onmessage = ({ data }) => {
    heard.push(JSON.parse(data));
    opened.resolve();
  };
  socket.onclose = ({ code, reason }) => closed.resolve({ code, reason });
  await opened.promise;
  return { heard, closed: closed.promise };
}

function exact(predictions: readonly Prediction[]) {
  return predictions.map((
    { posterior: _, confidence: __, bufferedMs: ___, ...rest },
  ) => rest);
}

Deno.test("main.ts ends under load: calls move, others are answered, new ones refused, and it is gone in time", async () => {
  const [first, second] = await Promise.all([
    OwnServer.start({ env: ENV }),
    OwnServer.start({ env: ENV }),
  ]);
  const target = { url: first.streamUrl };
  let arrived = 0;
  const halfway = Promise.withResolvers<void>();
  const calls = Array.from(
    { length: MOVING_CALLS },
    () =>
      moving(target, () => {
        if (++arrived === MOVING_CALLS) halfway.resolve();
      }),
  );
  const owed = Array.from(
    { length: STAYING_CALLS },
    () => staying(first.streamUrl),
  );
  const stubborn = await deaf(first.streamUrl);
  await halfway.promise;

  const startedMs = performance.now();
  target.url = second.streamUrl;
  const ended = first.stop(); // SIGTERM; throws unless the code is 0
  const ready = await untilStopping(first.origin);
  const refused = await talk(first.streamUrl, [OPEN]);
  assertEquals(refused.code, 1013);
  assertEquals(ready.reasons.includes("stopping"), true, `${ready.reasons}`);
  await ended;
  assert(performance.now() - startedMs < GRANTED_MS);

  const { code, reason } = await stubborn.closed;
  assertEquals([code, reason], [1001, "server_stop"]);
  assertEquals(
    stubborn.heard.map(({ type }) => type),
    ["opened", "checkpoint", "migrate"],
  );
  for (const { messages, code, reason } of await Promise.all(owed)) {
    assertEquals([code, reason], [1001, "server_stop"]);
    assertEquals(messages.at(-1)!.type, "closed");
  }
  const moved = await Promise.all(calls);
  const alone = await moving({ url: second.streamUrl }, () => {});
  for (const { predictions, totals, opened } of moved) {
    assertEquals(opened.generation, 1);
    assertEquals(exact(predictions), exact(alone.predictions));
    assertEquals(totals, alone.totals);
  }
  await second.stop();
});

/** What `/readyz` says once the server has heard the signal. */
async function untilStopping(origin: string): Promise<{ reasons: string[] }> {
  for (;;) {
    const response = await fetch(`${origin}/readyz`);
    const said = await response.json();
    if (response.status === 503) return said;
  }
}

Deno.test("main.ts ends at once at a second signal", async () => {
  const server = await OwnServer.start();
  await deaf(server.streamUrl); // without the second signal it keeps the server for two seconds, and the code is 0
  Deno.kill(server.pid, "SIGTERM");
  await untilStopping(server.origin);
  let fault = "";
  await server.stop().catch((error) => fault = error.message);
  assert(fault.includes("code 130"), fault);
});
