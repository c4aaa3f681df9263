import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { pathToFileURL } from "node:url";
import {
  classify,
  createModel,
  loadModel,
  ParallelModel,
  preprocessData,
  trainModel,
} from "../../src/mod.ts";
import { FAST, KNOBS, recordings, sound, trainedModel } from "./_sounds.ts";

const TRAIN = await preprocessData(recordings(8, 100), FAST);
const VALIDATION = await preprocessData(recordings(2, 500), FAST);

Deno.test("trainModel() teaches a network, and the same data give the same weights", async () => {
  const [model, again] = [
    createModel({ numEmotions: 2, name: "two sounds" }),
    await trainedModel(),
  ];
  const told: number[] = [];
  const history = await trainModel(model, TRAIN, VALIDATION, {
    knobs: KNOBS,
    onEpoch: ({ epoch }) => told.push(epoch),
  });
  assertEquals(told, [1, 2, 3]);
  assertEquals(history.map(({ epoch }) => epoch), told);
  assert(history.every(({ loss }) => Number.isFinite(loss)));
  assertEquals(model.trained.labels, ["angry", "calm"]);
  assertEquals(model.trained.name, "two sounds");
  assertEquals(model.trained.sha256, again.trained.sha256);
  model.dispose();
  again.dispose();
});

Deno.test("a trained model that was saved is loaded as it was", async () => {
  const folder = await Deno.makeTempDir();
  const model = await trainedModel();
  try {
    await model.save(folder);
    const loaded = await loadModel(pathToFileURL(folder));
    assertEquals(loaded.sha256, model.trained.sha256);
    const recording = sound("angry", 900);
    assertEquals(
      await classify(loaded, recording),
      await classify(model, recording),
    );
    loaded.dispose();
  } finally {
    model.dispose();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("trainModel() that is aborted leaves the model as it was", async () => {
  const model = createModel({ numEmotions: 2 });
  const controller = new AbortController();
  await assertRejects(
    () =>
      trainModel(model, TRAIN, VALIDATION, {
        knobs: KNOBS,
        signal: controller.signal,
        onEpoch: () => controller.abort(new RangeError("enough")),
      }),
    RangeError,
    "enough",
  );
  assertThrows(() => model.trained, TypeError, "trainModel()");
});

Deno.test("trainModel() refuses data that do not fit", async () => {
  const train = (numEmotions: number, validation = VALIDATION) =>
    trainModel(createModel({ numEmotions }), TRAIN, validation, {
      knobs: KNOBS,
    });
  await assertRejects(() => train(3), RangeError, "3 labels");
  const other = await preprocessData([
    { recording: sound("calm", 7), label: "bored" },
  ], FAST);
  await assertRejects(() => train(2, other), RangeError, '"bored"');
  const leak = await preprocessData(recordings(1, 100), FAST);
  await assertRejects(() => train(2, leak), RangeError, "on one side");
  await assertRejects(
    () =>
      trainModel(createModel({ numEmotions: 2 }), TRAIN, VALIDATION, {
        knobs: { ...KNOBS, batchSize: 64 },
      }),
    RangeError,
    "64 clips",
  );
});

Deno.test("ParallelModel refuses too few emotions, and to be used untrained or disposed of", async () => {
  for (const numEmotions of [0, 1, 2.5, NaN]) {
    assertThrows(() => new ParallelModel({ numEmotions }), RangeError);
  }
  const model = new ParallelModel({ numEmotions: 2 });
  assertEquals(model.numEmotions, 2);
  const recording = sound("calm", 1);
  assertThrows(() => classify(model, recording), TypeError, "trainModel()");
  await assertRejects(() => model.save("/nowhere"), TypeError);
  model.dispose();
});
