import { assertEquals, assertRejects } from "@std/assert";
import { pathToFileURL } from "node:url";
import { readModelFiles } from "../../src/report/model_files.ts";
import { withFolder } from "../training/_corpus.ts";
import {
  makeCard,
  makeCrossValidation,
  makeEvaluation,
  makeFiles,
  makeMeasured,
} from "./_model_files.ts";

/** Reads a folder of such files; each is JSON unless it is text. */
async function read(files: Readonly<Record<string, unknown>>) {
  const texts = Object.entries(files).map(([name, file]) => [
    name,
    typeof file === "string" ? file : JSON.stringify(file),
  ]);
  let found;
  await withFolder(Object.fromEntries(texts), async (folder) => {
    found = await readModelFiles(pathToFileURL(folder));
  });
  return found as unknown as ReturnType<typeof makeFiles>;
}

Deno.test("readModelFiles() reads all that is there", async () => {
  const files = makeFiles();
  const found = await read({
    "card.json": files.card,
    "history.json": files.history,
    "evaluation.json": files.evaluation,
    "cross_validation.json": files.crossValidation,
  });
  assertEquals(found.history, files.history);
  assertEquals(Object.keys(found.evaluation!.conditions), [
    "clean",
    "telephone",
  ]);
  assertEquals(found.crossValidation!.date, "2026-02-02");
});

Deno.test("readModelFiles() needs the card only", async () => {
  const { card: _, ...others } = await read({ "card.json": makeCard() });
  assertEquals(Object.values(others), [undefined, undefined, undefined]);
});

Deno.test("readModelFiles() takes an evaluation under one condition", async () => {
  const { conditions: _, againstClean: __, ...head } = makeEvaluation();
  const one = { ...head, ...makeMeasured(), condition: "telephone" };
  const { evaluation } = await read({
    "card.json": makeCard(),
    "evaluation.json": one,
  });
  assertEquals(Object.keys(evaluation!.conditions), ["telephone"]);
  assertEquals(evaluation!.conditions["telephone"]!.utterance.uar, 0.625);
});

Deno.test("readModelFiles() takes files from before bins were kept at every temperature", async () => {
  const measured = makeMeasured();
  const { binsBefore: _, ...calibration } = measured.calibration;
  const results = makeCrossValidation();
  const { bins: __, ...pooled } = results.calibration;
  const found = await read({
    "card.json": makeCard(),
    "evaluation.json": makeEvaluation({
      clean: { ...measured, calibration } as typeof measured,
    }),
    "cross_validation.json": { ...results, calibration: pooled },
  });
  const { clean } = found.evaluation!.conditions;
  assertEquals(clean!.calibration.binsBefore, null);
  assertEquals(found.crossValidation!.calibration.bins, {});
});

const REFUSED: [files: Record<string, unknown>, says: string][] = [
  [{}, "its folder must hold a card.json"],
  [{ "card.json": "{" }, "card.json as it must be JSON"],
  [
    { "evaluation.json": { ...makeEvaluation(), modelSha256: "cd" } },
    "it must be of the card's weights; make it again by deno task evaluate",
  ],
  [
    { "history.json": { ...makeFiles().history, weightsSha256: "cd" } },
    "make it again by deno task train",
  ],
  [
    { "evaluation.json": { ...makeEvaluation(), labels: ["calm"] } },
    "its labels must be the card's",
  ],
  [
    { "cross_validation.json": { ...makeCrossValidation(), labels: ["calm"] } },
    "make it again by deno task cross-validate",
  ],
  [{ "cross_validation.json": { format: 1 } }, "format must be valid"],
  [{ "history.json": "no" }, "history.json as it must be JSON"],
];

Deno.test("readModelFiles() refuses what is not of the model, and says how to make it", async () => {
  for (const [files, says] of REFUSED) {
    const isBare = Object.keys(files).length === 0;
    const all = isBare ? {} : { "card.json": makeCard(), ...files };
    await assertRejects(() => read(all), Error, says);
  }
});
