import { assertEquals } from "@std/assert";
import { modelSubject, recipeSubject } from "../../src/report/subject.ts";
import {
  abstentionTable,
  conditionsTable,
  hearingTable,
  recallTable,
  recipeTable,
  speakersTable,
} from "../../src/report/tables.ts";
import { makeEvaluation, makeFiles, makeMeasured } from "./_model_files.ts";

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
