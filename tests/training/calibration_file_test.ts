import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  calibrationFor,
  readCalibration,
} from "../../src/training/calibration_file.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { recipeOf, seedless } from "../../src/training/recipe.ts";
import { withFolder } from "./_corpus.ts";

const LABELS = ["calm", "sad"];

const RECIPE = recipeOf(2, { ...KNOBS, epochs: 5, seed: 3 });
const MODEL = { labels: LABELS, members: 2, recipe: seedless(RECIPE) };

function results(
  { calibration = {}, protocol = {}, ...rest }: Record<string, unknown> = {},
) {
  return {
    format: 3,
    date: "2026-02-03",
    labels: LABELS,
    protocol: {
      folds: ["F0"],
      seeds: [0, 1],
      conditions: ["clean"],
      members: 2,
      recipe: seedless(RECIPE),
      ...protocol as object,
    },
    calibration: {
      temperature: 1.3,
      uncertainBelow: 0.4,
      rule: "a rule",
      outputs: 600,
      ...calibration as object,
    },
    ...rest,
  };
}

async function read(content: unknown) {
  let source: Awaited<ReturnType<typeof readCalibration>> | undefined;
  const text = typeof content === "string" ? content : JSON.stringify(content);
  await withFolder({ "results.json": text }, async (folder) => {
    source = await readCalibration(`${folder}/results.json`);
  });
  return source!;
}

Deno.test("calibrationFor() takes temperature and threshold, and says whence", async () => {
  const calibration = calibrationFor(await read(results()), MODEL);
  assertEquals(calibration, {
    temperature: 1.3,
    uncertainBelow: 0.4,
    from: {
      crossValidation: {
        date: "2026-02-03",
        folds: ["F0"],
        seeds: [0, 1],
        conditions: ["clean"],
        outputs: 600,
      },
      uncertainRule: "a rule",
    },
  });
});

Deno.test("calibrationFor() minds every knob, the labels and the number of networks", async () => {
  const source = await read(results());
  const epochs = seedless(recipeOf(2, { ...RECIPE.knobs, epochs: 6 }));
  const refused: [Partial<typeof MODEL>, string][] = [
    [
      { recipe: epochs },
      "Cannot calibrate as knobs.epochs must be the cross-validation's 5: current value is 6",
    ],
    [
      { labels: ["sad", "calm"] },
      'Cannot calibrate as labels must be the cross-validation\'s ["calm","sad"]',
    ],
    [
      { members: 1 },
      "Cannot calibrate as members must be the cross-validation's 2: current value is 1",
    ],
  ];
  for (const [change, part] of refused) {
    assertThrows(
      () => calibrationFor(source, { ...MODEL, ...change }),
      RangeError,
      part,
    );
  }
});

const BROKEN: [what: string, content: unknown, part: string][] = [
  ["no JSON", "{", "must be JSON"],
  ["nothing", "", "must be JSON"],
  ["no object", "[]", "format"],
  ["another form", results({ format: 2 }), "format"],
  [
    "no temperature",
    results({ calibration: { temperature: null } }),
    "calibration.temperature",
  ],
  [
    "a temperature of 0",
    results({ calibration: { temperature: 0 } }),
    "calibration.temperature",
  ],
  [
    "a threshold above 1",
    results({ calibration: { uncertainBelow: 1.1 } }),
    "calibration.uncertainBelow",
  ],
  ["no fold", results({ protocol: { folds: [] } }), "protocol.folds"],
  ["no date", results({ date: "today" }), "date"],
];

Deno.test("readCalibration() refuses what is no result of a cross-validation", async () => {
  for (const [what, content, part] of BROKEN) {
    const error = await assertRejects(() => read(content), SyntaxError, part);
    assertEquals([what, error.message.includes("\n")], [what, false]);
  }
  await assertRejects(
    () => readCalibration("nowhere/results.json"),
    Error,
    '"nowhere/results.json"',
  );
});
