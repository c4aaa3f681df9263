/** The client with the real application behind a real socket; only the model is a fake. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openStream, StreamError } from "../../src/client/mod.ts";
import { serve } from "../server/_server.ts";
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
