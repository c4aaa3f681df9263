/** The laws of streaming, with the model that ships. */
import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { Engine, type EngineRequest } from "../src/model/engine.ts";
import { loadModel, type Model } from "../src/model/load.ts";
import { readModel } from "../src/model/read_model.ts";
import { classifyAudio } from "../src/session/classify_audio.ts";
import type { SessionModel } from "../src/session/scoring.ts";
import { WindowPlan } from "../src/session/window_plan.ts";
import { RAVDESS_EMOTIONS } from "../src/training/ravdess_name.ts";
import { FrontEnd } from "../src/stream/front_end.ts";
import { speechLike } from "./session/_signals.ts";
import { assertClose } from "./training/_arrays.ts";

const FOLDER = new URL("../models/default", import.meta.url);
const RATE_HZ = 16_000;
/** Float32 sums in another order; the law allows 1e-4. */
const TOLERANCE = 1e-4;

/** A model that remembers the posteriors it gave. */
function recorded(model: Model): SessionModel & { posteriors: Float32Array[] } {
  const posteriors: Float32Array[] = [];
  return {
    ...model,
    posteriors,
    async score(request: EngineRequest) {
      const result = await model.score(request);
      posteriors.push(result.posterior.slice());
      return result;
    },
  };
}

/** Rows of a whole recording. */
function rowsOf(samples: Float32Array, model: Model): Float32Array {
  const rows: number[] = [];
  new FrontEnd(RATE_HZ, model.features).push(
    samples,
    (run) => rows.push(...run),
  );
  return new Float32Array(rows);
}

/** The posterior of every window, from steps of the whole recording at once. */
async function offline(samples: Float32Array, model: Model) {
  const { card, weights } = await readModel(FOLDER);
  const engine = new Engine(card, weights);
  const plan = new WindowPlan(model);
  const rows = rowsOf(samples, model);
  const rowCount = rows.length / model.features.melCount;
  const { stepBytes } = model.geometry;
  const none = new Uint8Array();
  const [whole] = engine.score([{ rows: [rows], steps: none }]);
  const posteriors = Array.from(
    { length: plan.countOfRows(rowCount) },
    (_, index) => {
      const { first, end } = plan.span(index);
      const steps = whole!.steps.subarray(first * stepBytes, end * stepBytes);
      const [window] = engine.score([{ rows: [], steps }]);
      return window!.posterior;
    },
  );
  engine.dispose();
  return posteriors;
}

Deno.test("the shipped model streamed equals itself offline, window by window", async () => {
  const model = await loadModel(FOLDER);
  const samples = speechLike(12, RATE_HZ);
  const streaming = recorded(model);
  const { predictions } = await classifyAudio(streaming, {
    sampleRateHz: RATE_HZ,
    channels: [samples],
  });
  const expected = await offline(samples, model);
  assert(expected.length > 20);
  assertEquals(
    predictions.map(({ state }) => state === "no_speech"),
    new Array(predictions.length).fill(false),
  );
  expected.forEach((posterior, window) =>
    assertClose(streaming.posteriors[window]!, posterior, TOLERANCE)
  );
  model.dispose();
});

Deno.test("the shipped model keeps no tensor of a stream", async () => {
  const model = await loadModel(FOLDER);
  const before = tf.memory().numTensors;
  await classifyAudio(model, {
    sampleRateHz: 8_000,
    channels: [speechLike(3, 8_000), speechLike(3, 8_000, { pitchHz: 220 })],
  });
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("the shipped model is RAVDESS' eight emotions, and says what it may be used for", async () => {
  const { card } = await readModel(FOLDER);
  assertEquals(card.labels, [...RAVDESS_EMOTIONS]);
  assert(card.licence.includes("CC BY-NC-SA 4.0"));
});
