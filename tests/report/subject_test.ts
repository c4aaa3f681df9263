import { assertEquals } from "@std/assert";
import {
  compared,
  modelSubject,
  recipeSubject,
  speakersText,
} from "../../src/report/subject.ts";
import {
  makeCard,
  makeEvaluation,
  makeFiles,
  makeMeasured,
  makePairFiles,
} from "./_model_files.ts";

Deno.test("subjects say of what their figures are", () => {
  const files = makeFiles();
  assertEquals(
    recipeSubject(files)!.source,
    "cross-validation, 3 speakers, 2 seeds, 2026-02-02",
  );
  assertEquals(
    recipeSubject(makePairFiles())!.source,
    "cross-validation, 3 speakers, 3 seeds, 2 networks a model, 2026-02-02",
  );
  assertEquals(
    modelSubject(files)!.source,
    "model “tiny”, speakers 2 and 5, 2026-02-03",
  );
});

Deno.test("what was not measured is no subject", () => {
  const files = { card: makeCard() };
  assertEquals([recipeSubject(files), modelSubject(files)], [
    undefined,
    undefined,
  ]);
});

Deno.test("modelSubject() looks closely at recordings as they are, wherever they stand", () => {
  const [measured, noisy] = [makeMeasured(), makeMeasured()];
  const subject = (conditions: Record<string, typeof measured>) =>
    modelSubject(makeFiles({ evaluation: makeEvaluation(conditions) }))!;
  const all = subject({ "noise-0": noisy, telephone: noisy, clean: measured });
  assertEquals(all.mainCondition, "clean");
  assertEquals(compared(all).map(([name]) => name), ["telephone", "clean"]);
  assertEquals(subject({ "noise-0": noisy }).mainCondition, "noise-0");
});

Deno.test("recipeSubject() takes each fold at the temperature of the others, if that is known", () => {
  const files = makeFiles();
  const results = files.crossValidation!;
  const crossFitted = [{ count: 9, confidence: 0.5, accuracy: 0.5 }];
  const [before] = [results.calibration.bins["clean"]!.before];
  const bins = { clean: { before, after: before, crossFitted } };
  const calibration = { ...results.calibration, bins };
  const crossValidation = { ...results, calibration };
  const { reliability } = recipeSubject({ ...files, crossValidation })!;
  assertEquals(reliability.after, crossFitted);
});

Deno.test("speakersText() names a few and counts many", () => {
  assertEquals(speakersText(["2"]), "speaker 2");
  assertEquals(speakersText(["2", "5"]), "speakers 2 and 5");
  assertEquals(speakersText([..."abcdefg"]), "7 speakers");
});
