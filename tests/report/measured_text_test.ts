import { assertEquals, assertStringIncludes } from "@std/assert";
import { modelMethod, recipeMethod } from "../../src/report/measured_text.ts";
import { modelSubject } from "../../src/report/subject.ts";
import { makeFiles, makePairFiles } from "./_model_files.ts";

Deno.test("recipeMethod() says how often the recipe was tried, and on whom", () => {
  const files = makeFiles();
  const text = recipeMethod(files.crossValidation!, files);
  assertStringIncludes(
    text,
    "Folds F0 and F1, seeds 0 and 1, 5 epochs: 2 runs, each trained on 1 to 2 of 3 speakers. Each of",
  );
});

Deno.test("recipeMethod() says which networks were averaged, and what they share", () => {
  const files = makePairFiles();
  const { crossValidation } = files;
  assertStringIncludes(
    recipeMethod(crossValidation!, files),
    "3 models, each trained on 1 of 3 speakers. A model averages the logits of several networks, here those of the seeds 0 and 1; 1 and 2; 2 and 0. The models of a fold share networks",
  );
  const [run] = crossValidation!.runs;
  const alone = recipeMethod({ ...crossValidation!, runs: [run!] }, files);
  assertStringIncludes(alone, "of the seeds 0 and 1. Each of");
});

Deno.test("modelMethod() says of several networks that they are", () => {
  const [one, two] = [makeFiles(), makePairFiles()].map((files) =>
    modelMethod(files, modelSubject(files)!)
  );
  assertEquals(one!.startsWith("Measured on speakers 2 and 5"), true);
  assertStringIncludes(
    two!,
    "It is two networks, seeds 0 and 1, averaged. Measured on",
  );
});
