import { assertEquals, assertStringIncludes } from "@std/assert";
import { modelSubject, recipeSubject } from "../../src/report/subject.ts";
import {
  abstentionTable,
  conditionsTable,
  hearingTable,
  learningTable,
  recallTable,
  recipeTable,
  speakersTable,
} from "../../src/report/tables.ts";
import {
  makeEvaluation,
  makeFiles,
  makeMeasured,
  makePairFiles,
  SHA256,
} from "./_model_files.ts";

const FILES = makeFiles();
const SUBJECT = modelSubject(FILES)!;

Deno.test("recipeTable() has mean and deviation over seeds", () => {
  assertEquals(recipeTable(FILES.crossValidation!).rows, [[
    "as recorded",
    "61.0 ± 2.0",
    "50.0 to 75.0",
    "61.0 ± 2.0",
    "61.0 ± 2.0",
    "61.0 ± 2.0",
  ]]);
});

Deno.test("recipeTable() says over what it has a deviation", () => {
  const [seeds, models] = [FILES, makePairFiles()].map((files) =>
    recipeTable(files.crossValidation!).caption
  );
  assertStringIncludes(seeds!, "deviation over seeds");
  assertStringIncludes(models!, "deviation over a fold's models");
});

Deno.test("learningTable() has every tenth epoch and the last, of each network", () => {
  const epochs = Array.from({ length: 12 }, (_, i) => ({
    epoch: i + 1,
    loss: 2 - i / 10,
  }));
  const history = { format: 1, weightsSha256: SHA256, epochs } as const;
  const one = learningTable(history, { count: 1, seeds: [3] });
  assertEquals(one.head[0], "epoch");
  assertEquals(one.rows, [
    ["10", "1.100", "–", "–"],
    ["12", "0.900", "–", "–"],
  ]);
  const { history: pair } = makePairFiles();
  const two = learningTable(pair!, { count: 2, seeds: [4, 7] });
  assertEquals(two.head.slice(0, 2), ["seed", "epoch"]);
  assertEquals(two.rows, [
    ["4", "2", "1.700", "1.600", "50.0"],
    ["7", "2", "1.700", "1.600", "50.0"],
  ]);
});

Deno.test("conditionsTable() has a row a condition, and what was heard", () => {
  assertEquals(conditionsTable(SUBJECT).rows, [
    ["as recorded", "62.5", "50.0 to 75.0", "75.0", "7 of 8"],
    ["by telephone", "62.5", "50.0 to 75.0", "75.0", "7 of 8"],
  ]);
});

Deno.test("recallTable() and speakersTable() rank", () => {
  assertEquals(recallTable(SUBJECT).rows, [
    ["calm", "angry (25.0)", "75.0"],
    ["angry", "surprised (33.3)", "66.7"],
  ]);
  const rows = speakersTable(recipeSubject(FILES)!).rows;
  assertEquals(rows.map(([speaker, uar]) => [speaker, uar]), [
    ["5", "35.0"],
    ["2", "90.0"],
  ]);
});

Deno.test("tables pair conditions by what was measured, not by place", () => {
  const clean = makeMeasured();
  const [, ...later] = clean.hearingCurve;
  const [, last] = clean.abstention.utterance;
  const telephone = makeMeasured({
    hearingCurve: later,
    abstention: { ...clean.abstention, utterance: [last!] },
  });
  const evaluation = makeEvaluation({ clean, telephone });
  const subject = modelSubject(makeFiles({ evaluation }))!;
  assertEquals(hearingTable(subject).rows.slice(0, 2), [
    ["0.5", "12.5", "10.0", "–"],
    ["1", "25.0", "20.0", "20.0"],
  ]);
  assertEquals(abstentionTable(subject).rows, [
    ["80 %", "82.0", "–"],
    ["90 %", "78.0", "78.0"],
    ["100 %", "75.0", "75.0"],
  ]);
});
