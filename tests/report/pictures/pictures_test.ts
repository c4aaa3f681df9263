/** Each picture: what it is drawn from, and when there is nothing to draw. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Measured } from "../../../src/report/measured.ts";
import { drawPicture } from "../../../src/report/draw.ts";
import { abstentionPicture } from "../../../src/report/pictures/abstention.ts";
import { conditionsPicture } from "../../../src/report/pictures/conditions.ts";
import { confusionPicture } from "../../../src/report/pictures/confusion.ts";
import { hearingPicture } from "../../../src/report/pictures/hearing.ts";
import { learningPicture } from "../../../src/report/pictures/learning.ts";
import { recallsPicture } from "../../../src/report/pictures/recalls.ts";
import { reliabilityPicture } from "../../../src/report/pictures/reliability.ts";
import { speakersPicture } from "../../../src/report/pictures/speakers.ts";
import type { ModelFiles } from "../../../src/report/model_files.ts";
import { modelSubject, recipeSubject } from "../../../src/report/subject.ts";
import {
  makeEvaluation,
  makeFiles,
  makeMeasured,
  makePairFiles,
} from "../_model_files.ts";

/** The model, measured so under one condition. */
function subject(parts: Partial<Measured> = {}) {
  const evaluation = makeEvaluation({ clean: makeMeasured(parts) });
  return modelSubject(makeFiles({ evaluation }))!;
}

const FULL = modelSubject(makeFiles())!;

/** The texts that stand in a picture. */
async function textsOf(picture: Parameters<typeof drawPicture>[0]) {
  const svg = await drawPicture(picture);
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text!
  );
}

Deno.test("confusionPicture() shows shares of the row and counts, and no zero", async () => {
  const texts = await textsOf(confusionPicture(FULL));
  for (const text of ["75 %", "25 %", "67 %", "33 %", "3", "1", "2"]) {
    assert(texts.includes(text), text);
  }
  assertEquals(texts.includes("0 %"), false);
});

Deno.test("confusionPicture() of many labels shows shades alone", async () => {
  const labels = Array.from({ length: 13 }, (_, i) => `label ${i}`);
  const confusion = labels.map((_, i) => labels.map((_, j) => i === j ? 4 : 0));
  const many = { ...subject({ confusion }), labels };
  const texts = await textsOf(confusionPicture(many));
  assertEquals(texts.includes("100 %"), false);
});

Deno.test("recallsPicture() has a bar a label and condition, none without clips", async () => {
  const texts = await textsOf(recallsPicture(FULL)!);
  assertEquals(texts.filter((text) => text === "75").length, 2);
  assertEquals(texts.includes("surprised"), false);
  assertEquals(recallsPicture(subject({ perClassRecall: {} })), undefined);
});

Deno.test("reliabilityPicture() shows both temperatures, or what is known", () => {
  const both = reliabilityPicture(FULL)!;
  assertStringIncludes(both.description, "at temperature 1 (error 9.0 %)");
  assertStringIncludes(both.description, "with its temperature (error 4.6 %)");
  const { calibration } = makeMeasured();
  const after = { ...calibration, binsBefore: null, eceBefore: null };
  const one = reliabilityPicture(subject({ calibration: after }))!;
  assertEquals(one.description.includes("temperature 1"), false);
  const none = { ...after, bins: [] };
  assertEquals(reliabilityPicture(subject({ calibration: none })), undefined);
});

Deno.test("hearingPicture() tells its points in words, and is not without them", () => {
  assertStringIncludes(hearingPicture(FULL)!.description, "20.0 after 1 s");
  assertEquals(hearingPicture(subject({ hearingCurve: [] })), undefined);
});

Deno.test("speakersPicture() has the seeds' range, and needs two speakers", () => {
  const recipe = speakersPicture(recipeSubject(makeFiles())!)!;
  assertStringIncludes(recipe.description, "down to 35.0 (5) percent");
  const { "2": alone } = makeMeasured().perActor;
  assertEquals(
    speakersPicture(subject({ perActor: { a: alone! } })),
    undefined,
  );
});

Deno.test("speakersPicture() of a crowd shows the hardest", async () => {
  const perActor = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [
      `voice ${i}`,
      { clips: 1, uar: i / 50, accuracy: i / 50 },
    ]),
  );
  const picture = speakersPicture(subject({ perActor }))!;
  assertEquals(picture.title, "The 40 hardest voices of 50");
  const texts = await textsOf(picture);
  assertEquals([texts.includes("voice 0"), texts.includes("voice 49")], [
    true,
    false,
  ]);
});

Deno.test("conditionsPicture() needs two conditions", async () => {
  const texts = await textsOf(conditionsPicture(FULL)!);
  assertEquals(texts.filter((text) => text === "62.5").length, 2);
  assertEquals(conditionsPicture(subject()), undefined);
});

Deno.test("abstentionPicture() ends where all clips are answered", () => {
  assertStringIncludes(
    abstentionPicture(FULL).description,
    "78.0 % of the surest 90 %, 75.0 % of the surest 100 %",
  );
});

Deno.test("learningPicture() has a line for each network, and tells of each", async () => {
  const lines = async (files: ModelFiles) => {
    const svg = await drawPicture(learningPicture(files.history!, "tiny"));
    return svg.match(/aria-roledescription="line mark"|class="[^"]*mark-line/g)!
      .length;
  };
  assertEquals(await lines(makePairFiles()), 2 * await lines(makeFiles()));
  const { description } = learningPicture(makePairFiles().history!, "tiny");
  assertStringIncludes(description, "over 2 epochs: training loss from 2.1");
  assertStringIncludes(description, "; of the next network: training loss");
});

Deno.test("learningPicture() has a second panel where training was validated", async () => {
  const { history } = makeFiles();
  const texts = await textsOf(learningPicture(history!, "tiny"));
  assert(texts.includes("validation UAR, %"));
  const epochs = history!.epochs.map(({ epoch, loss }) => ({ epoch, loss }));
  const blind = learningPicture({ ...history!, epochs }, "tiny");
  assertStringIncludes(blind.description, "there were no validation clips");
  assertEquals((await textsOf(blind)).includes("validation UAR, %"), false);
});
