import { assert, assertEquals, assertRejects } from "@std/assert";
import { Channel } from "../../src/session/channel.ts";
import type { ScoreRequest } from "../../src/session/scoring.ts";
import { WindowPlan } from "../../src/session/window_plan.ts";
import { fakeModel, fakeScore, GEOMETRY, joined } from "./_fakes.ts";
import { concat, silence, speechLike } from "./_signals.ts";

/** A channel that has heard this, and the sizes of what it asked the model. */
function createChannel() {
  const asked: { rows: number; known: number }[] = [];
  const model = fakeModel((request: ScoreRequest) => {
    asked.push({
      rows: joined(request.rows).length / 64,
      known: request.steps.length / GEOMETRY.stepBytes,
    });
    return fakeScore(request);
  });
  const plan = new WindowPlan(model);
  return { asked, plan, channel: new Channel(model, plan, 16_000) };
}

/** Hears audio a stride at a time and judges each window that falls due. */
async function hear(samples: Float32Array) {
  const { asked, plan, channel } = createChannel();
  const states: string[] = [];
  for (let at = 0; at < samples.length; at += 7_680) {
    channel.push(samples.subarray(at, at + 7_680));
    while (states.length < plan.countOfRows(channel.rowCount)) {
      const { state } = await channel.judge(plan.span(states.length));
      states.push(state === "uncertain" ? "speech" : state);
    }
  }
  return { asked, states, channel };
}

Deno.test("Channel asks for the rows of the first window, then of six embeddings each", async () => {
  const { asked } = await hear(speechLike(4));
  assertEquals(asked.slice(0, 7), [
    { rows: 97, known: 0 },
    { rows: 65, known: 10 },
    { rows: 65, known: 16 },
    { rows: 65, known: 22 },
    { rows: 65, known: 28 },
    { rows: 65, known: 29 },
    { rows: 65, known: 29 },
  ]);
});

Deno.test("Channel asks nothing on silence, and catches up when speech comes", async () => {
  const { asked, states } = await hear(concat(silence(2), speechLike(2)));
  const silent = states.indexOf("speech");
  assert(silent >= 3, `${states}`);
  assertEquals(states.slice(0, silent), Array(silent).fill("no_speech"));
  const embeddings = 10 + 6 * silent;
  assertEquals(asked[0], { rows: 25 + 8 * (embeddings - 1), known: 0 });
});

Deno.test("Channel asks for no more than a window after a long silence", async () => {
  const { asked } = await hear(
    concat(speechLike(2), silence(20), speechLike(2)),
  );
  const [again] = asked.filter(({ rows }) => rows > 97);
  assertEquals(again, { rows: 297, known: 0 });
});

Deno.test("Channel still has a window's first row when the slice that completes it ends", async () => {
  for (const firstEmbeddings of [1, 2, 3, 10]) {
    for (const windowEmbeddings of [firstEmbeddings, 35]) {
      const geometry = { ...GEOMETRY, firstEmbeddings, windowEmbeddings };
      const strideMs = Math.min(480, 80 * windowEmbeddings);
      const model = { ...fakeModel(), geometry, strideMs };
      const plan = new WindowPlan(model);
      const channel = new Channel(model, plan, 16_000);
      const speech = speechLike(4.5);
      // Each slice begins with the sample that completes a window.
      const slice = strideMs * 16;
      const lead = (plan.endMs(plan.span(0)) * 16 - 1) % slice;
      let judged = 0;
      for (let at = lead - slice; at < speech.length; at += slice) {
        channel.push(speech.subarray(Math.max(0, at), at + slice));
        while (judged < plan.countOfRows(channel.rowCount)) {
          await channel.judge(plan.span(judged++));
        }
      }
      assert(judged > 6, `${judged}`);
    }
  }
});

Deno.test("Channel smooths over windows left out, but not over audio left out", async () => {
  for (
    const [next, shown] of [[4, "calm"], [6, "calm"], [7, "angry"]] as const
  ) {
    const posteriors = [[0.9, 0.05, 0.05], [0.05, 0.05, 0.9]];
    const model = fakeModel(async (request) => ({
      ...await fakeScore(request),
      posterior: Float32Array.from(posteriors.shift()!),
    }));
    const plan = new WindowPlan(model);
    const channel = new Channel(model, plan, 16_000);
    const speech = speechLike(5);
    const hearUpTo = (from: number, end: number) => {
      for (let at = from; at < end; at += 7_680) {
        channel.push(speech.subarray(at, Math.min(end, at + 7_680)));
      }
    };
    const [firstEnd, nextEnd] = [0, next].map((index) =>
      plan.endMs(plan.span(index)) * 16
    ) as [number, number];
    hearUpTo(0, firstEnd);
    assertEquals((await channel.judge(plan.span(0))).label, "calm");
    hearUpTo(firstEnd, nextEnd);
    const { label } = await channel.judge(plan.span(next));
    assertEquals(label, shown, `window ${next}`);
  }
});

Deno.test("Channel ends an utterance by two windows without speech", async () => {
  const speech = speechLike(1);
  let isAngry = false;
  const model = fakeModel(async (request) => ({
    ...await fakeScore(request),
    posterior: Float32Array.from(
      isAngry ? [0.05, 0.05, 0.9] : [0.9, 0.05, 0.05],
    ),
  }));
  const plan = new WindowPlan(model);
  const channel = new Channel(model, plan, 16_000);
  const call = concat(speech, silence(6), speech);
  const labels: (string | null)[] = [];
  for (let at = 0; at < call.length; at += 7_680) {
    isAngry = at > 64_000;
    channel.push(call.subarray(at, at + 7_680));
    while (labels.length < plan.countOfRows(channel.rowCount)) {
      labels.push((await channel.judge(plan.span(labels.length))).label);
    }
  }
  assertEquals(labels.slice(labels.lastIndexOf(null) + 1)[0], "angry");
  assertEquals(labels[0], "calm");
});

Deno.test("Channel keeps its tally", async () => {
  const { channel, states } = await hear(concat(speechLike(3), silence(6)));
  const { windows, speechWindows, label } = channel.tally.summary();
  assertEquals(windows, states.length);
  assertEquals(speechWindows, states.filter((s) => s === "speech").length);
  assert(label !== null);
});

Deno.test("Channel rejects what the model's posterior must not be", async () => {
  for (const posterior of [[0.5, 0.5], [0.6, 0.6, 0.6], [NaN, 0.5, 0.5]]) {
    const model = fakeModel(async (request) => ({
      ...await fakeScore(request),
      posterior: Float32Array.from(posterior),
    }));
    const plan = new WindowPlan(model);
    const channel = new Channel(model, plan, 16_000);
    channel.push(speechLike(0.48));
    channel.push(speechLike(0.48));
    channel.push(speechLike(0.48));
    await assertRejects(
      () => channel.judge(plan.span(0)),
      RangeError,
      "3 probabilities must sum to 1",
    );
  }
});
