/** Two trainings made one model, as a user does it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadModel } from "../../src/model/load.ts";
import { readModel } from "../../src/model/read_model.ts";
import { makeWav, withFolder } from "../training/_corpus.ts";
import { runScript } from "./_programs.ts";

const SPEAKERS = ["ann", "bob", "cat", "dan", "eve"];
const CLIPS = Array.from({ length: 20 }, (_, i) => ({
  path: `${i}.wav`,
  label: i % 2 ? "loud" : "soft",
  speaker: SPEAKERS[Math.floor(i / 4)]!,
}));

function list(clips: typeof CLIPS): string {
  const lines = clips.map(({ path, label, speaker }) =>
    [path, label, speaker, speaker === "eve" ? "validation" : "train"].join()
  );
  return ["path,label,speaker,split", ...lines].join("\n");
}

const FILES = {
  ...Object.fromEntries(CLIPS.map(({ path }, i) => [path, makeWav(i)])),
  "list.csv": list(CLIPS),
  "fewer.csv": list(CLIPS.slice(1)),
};

/** Trains a model of each seed. */
async function trainSeeds(folder: string, seeds: readonly number[]) {
  for (const seed of seeds) {
    const { code, errors } = await runScript("train", [
      ...["--manifest", "list.csv", "--epochs", "2"],
      ...["--seed", String(seed), "--name", `seed${seed}`],
    ], folder);
    assertEquals(code, 0, errors);
  }
}

function combine(folder: string, flags: readonly string[]) {
  return runScript("combine", flags, folder);
}

/** The part of a cross-validation's results that a calibration is read from. */
async function writeResults(
  folder: string,
  file: string,
  members: number,
): Promise<void> {
  const { card } = await readModel(new URL(`file://${folder}/models/seed3`));
  const { labels, network, features } = card;
  const { seed: _, ...knobs } = card.training["knobs"] as { seed: number };
  const results = {
    format: 3,
    date: "2026-02-03",
    labels,
    protocol: {
      folds: ["F0"],
      seeds: [0, 1],
      conditions: ["clean"],
      members,
      recipe: { network, features, knobs },
    },
    calibration: {
      temperature: 1.07,
      uncertainBelow: 0.41,
      rule: "a rule",
      outputs: 600,
    },
  };
  await Deno.writeTextFile(`${folder}/${file}`, JSON.stringify(results));
}

const BOTH = ["--models", "models/seed3,models/seed4", "--name", "pair"];

Deno.test("combine makes one model of two, calibrated by what it judges or by a file", async () => {
  await withFolder(FILES, async (folder) => {
    await trainSeeds(folder, [3, 4]);
    const judged = await combine(folder, [...BOTH, "--manifest", "list.csv"]);
    assertEquals(judged.code, 0, judged.errors);
    assertStringIncludes(judged.output, 'wrote models/pair: {"of":"validation');
    const url = new URL(`file://${folder}/models/pair`);
    const { card, weights } = await readModel(url);
    const parts = await Promise.all(
      [3, 4].map((seed) =>
        readModel(new URL(`file://${folder}/models/seed${seed}`))
      ),
    );
    assertEquals(weights, parts.flatMap((part) => part.weights));
    assertEquals(card.training["calibratedOn"], "the validation clips");
    assertEquals(card.scores["clips"], 4);
    const history = JSON.parse(
      await Deno.readTextFile(`${folder}/models/pair/history.json`),
    );
    assertEquals(history.weightsSha256, card.weights.sha256);
    assertEquals(
      history.epochs.map((
        { member, epoch }: Record<string, number>,
      ) => [member, epoch]),
      [[0, 1], [0, 2], [1, 1], [1, 2]],
    );
    (await loadModel(url)).dispose();

    await writeResults(folder, "results.json", 2);
    const told = await combine(folder, [
      ...BOTH,
      ...["--calibration", "results.json"],
    ]);
    assertEquals(told.code, 0, told.errors);
    const { card: again } = await readModel(url);
    assertEquals([again.temperature, again.uncertainBelow], [1.07, 0.41]);
    assertEquals(again.weights, card.weights);

    await writeResults(folder, "alone.json", 1);
    for (const [what, flags, part] of REFUSED) {
      const { code, output, errors } = await combine(folder, flags);
      assertEquals([what, code, output], [what, 1, ""]);
      assertEquals([what, errors.trim().split("\n").length], [what, 1]);
      assertStringIncludes(errors, part);
    }
    const kept = await readModel(url);
    assertEquals(kept.card, again, "what is refused writes nothing");
  });
});

const REFUSED: [what: string, flags: string[], part: string][] = [
  ["without a name", ["--models", "a,b"], "Cannot combine as --name"],
  ["no model", ["--name", "pair", "--manifest", "list.csv"], "two models or"],
  [
    "a model that is not there",
    ["--models", "./no,./other", "--name", "x", "--manifest", "list.csv"],
    "card.json must be readable",
  ],
  [
    "a model with itself",
    [
      ...["--models", "models/seed3,models/seed3", "--name", "pair"],
      ...["--manifest", "list.csv"],
    ],
    "its seed must be its own: 3",
  ],
  [
    "a pair with another",
    [
      ...["--models", "models/pair,models/seed3", "--name", "x"],
      ...["--manifest", "list.csv"],
    ],
    "must be one network: current value is 2",
  ],
  ["without anything to calibrate by", BOTH, "--corpus DIR or --manifest CSV"],
  [
    "by a cross-validation of single networks",
    [...BOTH, "--calibration", "alone.json"],
    "members must be the cross-validation's 1: current value is 2",
  ],
  [
    "by another corpus",
    [...BOTH, "--manifest", "fewer.csv"],
    "the corpus must be the one it was trained on",
  ],
];

Deno.test("combine says how it is used", async () => {
  const { code, output } = await runScript("combine", ["--help"]);
  assertEquals(code, 0);
  assert(output.includes("--models A,B"));
});
