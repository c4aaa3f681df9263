import { assertEquals } from "@std/assert";
import { modelSubject } from "../../src/report/subject.ts";
import { confusions, recalls } from "../../src/report/weakness.ts";
import { makeFiles } from "./_model_files.ts";

const SUBJECT = modelSubject(makeFiles())!;

Deno.test("recalls() ranks the labels that have clips", () => {
  assertEquals(recalls(SUBJECT), [
    { label: "calm", recall: 0.75 },
    { label: "angry", recall: 0.6667 },
  ]);
});

Deno.test("confusions() tells what is taken for what, the most frequent first", () => {
  assertEquals(confusions(SUBJECT), [
    { label: "angry", taken: "surprised", share: 1 / 3 },
    { label: "calm", taken: "angry", share: 1 / 4 },
  ]);
});
