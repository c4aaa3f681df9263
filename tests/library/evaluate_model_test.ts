import { assertEquals, assertRejects } from "@std/assert";
import { evaluateModel, preprocessData } from "../../src/mod.ts";
import { FAST, recordings, sound, trainedModel } from "./_sounds.ts";

Deno.test("evaluateModel() measures what a client would be told", async () => {
  const model = await trainedModel();
  try {
    const test = await preprocessData(recordings(3, 900), FAST);
    const { utterance, perActor, coverage, confusion } = await evaluateModel(
      model,
      test,
    );
    assertEquals([utterance.count, coverage.clips], [6, 6]);
    assertEquals(Object.keys(perActor).length, 6);
    assertEquals(
      confusion.flat().reduce((a, b) => a + b),
      coverage.heardClips,
    );
    assertEquals(await evaluateModel(model.trained, test), {
      ...await evaluateModel(model, test),
    });

    const unknown = await preprocessData([
      { recording: sound("calm", 1), label: "bored" },
    ], FAST);
    await assertRejects(
      () => evaluateModel(model, unknown),
      RangeError,
      '"bored"',
    );
  } finally {
    model.dispose();
  }
});
