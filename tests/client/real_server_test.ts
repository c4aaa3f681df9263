/** The client with the real application behind a real socket; only the model is a fake. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  openStream,
  type Prediction,
  StreamError,
  type StreamState,
} from "../../src/client/mod.ts";
import { serve } from "../server/_server.ts";
import { relayTo } from "./_cut_network.ts";
import { pcm16, speechLike } from "../session/_signals.ts";

const AUDIO = pcm16(speechLike(4));
const CHUNK_BYTES = 640;

Deno.test("openStream() streams a call: predictions, flush, summary", async () => {
  await using server = serve();
  const stream = await openStream(server.streamUrl);
  const ends: number[] = [];
  const listening = (async () => {
    for await (const { endMs } of stream) ends.push(endMs);
  })();
  for (let at = 0; at < AUDIO.length; at += CHUNK_BYTES) {
    await stream.send(AUDIO.subarray(at, at + CHUNK_BYTES));
  }
  await stream.flush();
  const { totals, summary } = await stream.close();
  await listening;

  assertEquals(totals.receivedBytes, AUDIO.length);
  assertEquals(totals.predictions, ends.length);
  assert(ends.length > 3);
  assertEquals(ends.at(-1), 4_000);
  assertEquals(summary.length, 1);
  assertEquals(stream.state, "ended");
});

Deno.test("openStream() rejects with the server's own code", async () => {
  await using server = serve();
  const error = await assertRejects(
    () => openStream(server.streamUrl, { sampleRateHz: 7 }),
    StreamError,
  );
  assertEquals(error.code, "unsupported_rate");
});

/** A prediction without what the pace of sending decides. */
function timeless({ bufferedMs: _, ...prediction }: Prediction) {
  return prediction;
}

/** Streams the audio in chunks; before one of some numbers something happens. */
async function streamed(url: string, before: (chunk: number) => void) {
  const predictions: Prediction[] = [];
  const states: StreamState[] = [];
  const stream = await openStream(url, {
    onPrediction: (prediction) => predictions.push(prediction),
    onState: (state) => states.push(state),
    environment: { random: () => 0 },
  });
  const id = stream.opened!.sessionId;
  for (let chunk = 0; chunk * CHUNK_BYTES < AUDIO.length; chunk++) {
    before(chunk);
    const at = chunk * CHUNK_BYTES;
    await stream.send(AUDIO.subarray(at, at + CHUNK_BYTES));
    if (chunk % 25 === 0) await stream.flush();
  }
  const { totals, summary } = await stream.close();
  assertEquals(stream.opened!.sessionId, id);
  return { predictions, states, totals, summary };
}

Deno.test("a call whose network is cut again and again is answered as one that was not", async () => {
  await using server = serve();
  const whole = await streamed(server.streamUrl, () => {});
  await using network = relayTo(server.port);
  const cut = await streamed(network.streamUrl, (chunk) => {
    if (chunk % 60 === 59) network.cut();
  });
  assertEquals(cut.predictions.map(timeless), whole.predictions.map(timeless));
  assertEquals(cut.summary, whole.summary);
  assertEquals(cut.totals.predictions, whole.totals.predictions);
  assert(network.count > 3, `${network.count} connections`);
  assert(cut.states.includes("reconnecting"));
});

Deno.test("a call goes on on another server, which has never heard of it", async () => {
  await using first = serve();
  await using second = serve();
  const whole = await streamed(first.streamUrl, () => {});
  await using network = relayTo(first.port);
  const moved = await streamed(network.streamUrl, (chunk) => {
    if (chunk !== 100) return;
    network.turnTo(second.port);
    network.cut();
  });
  assertEquals(
    moved.predictions.map(timeless),
    whole.predictions.map(timeless),
  );
  assertEquals(moved.summary, whole.summary);
  assertEquals(moved.states, ["live", "reconnecting", "live", "ended"]);
});
