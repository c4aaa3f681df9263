/** A call that begins before the model is there. */
import { assert, assertEquals } from "@std/assert";
import { ProtocolError } from "../../../../src/protocol/protocol_error.ts";
import { ByteBudget } from "../../../../src/session/byte_budget.ts";
import { fakeDeps, settle, timeless } from "../../_fakes.ts";
import { createSession, speech } from "./_client.ts";

/** A session whose model is there once it is told. */
function early(deps = fakeDeps()) {
  let isReady = false;
  const session = createSession({
    deps,
    wire: {
      model() {
        if (isReady) return deps.model;
        throw new ProtocolError("not_ready", "Cannot take a session");
      },
    },
  });
  session.open();
  return { ...session, getReady: () => void (isReady = true) };
}

/** Predictions of audio that came when the model was there. */
async function expected(seconds: number) {
  const { dialog, open, say, sink } = createSession();
  open();
  dialog.receiveAudio(speech(seconds));
  say("close");
  await settle();
  return timeless(sink.predictions);
}

Deno.test("HeldCall holds audio until there is a model, and hears all of it", async () => {
  const { dialog, getReady, say, sink, budget, client } = early();
  assertEquals(client.types, ["opened"]);
  const audio = speech(3);
  dialog.receiveAudio(audio.slice(0, 8_000));
  dialog.receiveAudio(audio.slice(8_000, 16_000));
  assertEquals([sink.calls.length, budget.heldBytes], [0, 16_000]);
  getReady();
  dialog.receiveAudio(audio.slice(16_000));
  say("close");
  await settle();
  assertEquals(timeless(sink.predictions), await expected(3));
  assertEquals([sink.calls.length, budget.heldBytes], [1, 0]);
});

Deno.test("HeldCall begins at the end of a call at the latest", async () => {
  const { dialog, getReady, say, sink } = early();
  dialog.receiveAudio(speech(2));
  getReady();
  say("close");
  await settle();
  assertEquals(timeless(sink.predictions), await expected(2));
});

Deno.test("HeldCall tells that a call ended before there was a model", async () => {
  const { dialog, say, sink, client, budget, ended } = early();
  dialog.receiveAudio(speech(2));
  say("close");
  dialog.end();
  await settle();
  assertEquals(client.types, ["opened", "closed"]);
  assertEquals(sink.refusals.map(({ code }) => code), ["not_ready"]);
  assertEquals([sink.calls, ended, budget.heldBytes], [[], ["end"], 0]);
});

Deno.test("HeldCall gives up what is too much to hold, and keeps positions right", async () => {
  const { dialog, getReady, say, sink, budget } = early();
  for (let second = 0; second < 10; second++) dialog.receiveAudio(speech(1));
  assertEquals(budget.heldBytes, 80_000);
  dialog.receiveAudio(speech(1));
  assertEquals(budget.heldBytes, 0);
  dialog.receiveAudio(speech(2));
  getReady();
  say("close");
  await settle();
  const [first, ...more] = await expected(2);
  const moved = [first!, ...more].map((prediction) => ({
    ...prediction,
    startMs: prediction.startMs + 11_000,
    endMs: prediction.endMs + 11_000,
  }));
  assertEquals(timeless(sink.predictions), moved);
  const [end] = sink.ends;
  assertEquals(end!.losses.unfilledMs, 11_000);
  assertEquals(end!.losses.leftOutMs, 0);
});

Deno.test("HeldCall keeps positions right though what it gave up was left out in part", async () => {
  const { dialog, getReady, say, sink } = early();
  dialog.receiveAudio(speech(2));
  say("discarded", { start: "PT2S", discarded: "PT3S" });
  for (let second = 0; second < 9; second++) dialog.receiveAudio(speech(1));
  getReady();
  dialog.receiveAudio(speech(1));
  say("close");
  await settle();
  assertEquals(sink.predictions.map(({ endMs }) => endMs), [14_985, 15_000]);
  const { unfilledMs, leftOutMs } = sink.ends[0]!.losses;
  assertEquals([unfilledMs, leftOutMs], [11_000, 3_000]);
});

Deno.test("HeldCall holds no more than all sessions may", () => {
  const deps = { ...fakeDeps(), budget: new ByteBudget(10_000) };
  const { dialog, say } = early(deps);
  dialog.receiveAudio(speech(1));
  assertEquals(deps.budget.heldBytes, 8_000);
  dialog.receiveAudio(speech(1));
  assertEquals(deps.budget.heldBytes, 0);
  say("close");
  dialog.end();
});

Deno.test("HeldCall holds no more messages than calls have, however small", () => {
  const { dialog, say, budget } = early();
  const jump = { start: "PT0S", discarded: "PT0.001S" };
  for (let i = 0; i < 1_000; i++) {
    dialog.receiveAudio(new Uint8Array(1));
    say("discarded", jump);
    say("discarded", jump);
  }
  assertEquals(budget.heldBytes, 1_000);
  dialog.receiveAudio(new Uint8Array(1));
  assertEquals(budget.heldBytes, 0);
  dialog.end();
});

Deno.test("HeldCall leaves out in its place what was left out before the model was there", async () => {
  const { dialog, getReady, say, sink } = early();
  dialog.receiveAudio(speech(2));
  say("discarded", { start: "PT2S", discarded: "PT1S" });
  say("discarded", { start: "PT3S", discarded: "PT0.5S" });
  getReady();
  dialog.receiveAudio(speech(2));
  say("close");
  await settle();
  const ends = sink.predictions.map(({ endMs }) => endMs);
  assertEquals(ends, [985, 1_465, 1_945, 2_000, 4_485, 4_965, 5_445, 5_500]);
  assertEquals(sink.ends[0]!.losses.leftOutMs, 1_500);
});

Deno.test("HeldCall forgets what it holds if the session fails", () => {
  const { dialog, sink, budget } = early();
  dialog.receiveAudio(speech(2));
  dialog.receiveText("{");
  assertEquals(budget.heldBytes, 0);
  assertEquals(sink.refusals.map(({ code }) => code), ["bad_json"]);
  assert(sink.calls.length === 0);
  dialog.end();
});
