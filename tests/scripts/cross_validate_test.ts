/** The cross-validation as a user runs it: killed, resumed, refused, and its calibration taken over. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { readModel } from "../../src/model/read_model.ts";
import { encodeWav } from "../../src/audio/wav.ts";
import { speechLike } from "../session/_signals.ts";
import { withFolder } from "../training/_corpus.ts";
import { runScript, scriptCommand } from "./_programs.ts";

/** Emotions of the actors that train, and of those that are held out. */
const TRAINED = ["01", "03", "05"];
const HELD_OUT = ["01", "05"];

/** All actors of F0, and three more that train. */
const ACTORS: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ["02", "05", "14", "15", "16", "03", "06"].map((name) => [name, HELD_OUT]),
  ),
  ...Object.fromEntries(["07", "08", "10"].map((name) => [name, TRAINED])),
};

/** An actor's voice, in words of its own. */
function makeVoice(actor: number, seed: number) {
  const samples = speechLike(2, 16_000, { seed, pitchHz: 90 + 15 * actor });
  return encodeWav({ sampleRateHz: 16_000, channels: [samples] });
}

/** Two statements of each emotion by each actor, in RAVDESS' names. */
const FILES = Object.fromEntries(
  Object.entries(ACTORS).flatMap(([actor, emotions], i) =>
    emotions.flatMap((emotion, j) =>
      ["01", "02"].map((statement, k) => [
        `corpus/03-01-${emotion}-01-${statement}-01-${actor}.wav`,
        makeVoice(i, 10 * j + k),
      ])
    )
  ),
);

const FLAGS = ["--corpus", "corpus", "--folds", "F0", "--epochs", "3"];

function crossValidate(folder: string, flags: readonly string[]) {
  return runScript("cross-validate", [...FLAGS, ...flags], folder);
}

async function resultsOf(folder: string) {
  return JSON.parse(await Deno.readTextFile(`${folder}/results.json`));
}

/** Goes until a line is told, then is gone without a word. */
async function crossValidateAndKill(
  folder: string,
  flags: readonly string[],
  when: string,
): Promise<void> {
  const command = await scriptCommand(
    "cross-validate",
    [...FLAGS, ...flags],
    folder,
  );
  await using process = command.spawn();
  let said = "";
  for await (
    const text of process.stdout.pipeThrough(new TextDecoderStream())
  ) {
    said += text;
    if (said.includes(when)) break;
  }
  process.kill("SIGKILL");
  await process.stderr.cancel();
}

Deno.test("cross-validate trains as train does, goes on where it was killed, and calibrates a model", async () => {
  await withFolder(FILES, async (folder) => {
    const whole = await crossValidate(folder, ["--seeds", "2", "--out", "a"]);
    assertEquals(whole.code, 0, whole.errors);
    assertStringIncludes(whole.output, "# Cross-validation");
    const results = await resultsOf(`${folder}/a`);
    assertEquals(results.runs.length, 2);
    assertEquals(results.conditions.clean.allSeeds.coverage.clips, 2 * 20);
    assertEquals(Object.keys(results.conditions), ["clean", "telephone"]);

    const killed = ["--seeds", "2", "--out", "b", "--jobs", "2"];
    await crossValidateAndKill(folder, killed, "F0 seed 1: epoch 1/3");
    await crossValidateAndKill(folder, killed, "20 clips, clean");
    const resumed = await crossValidate(folder, killed);
    assertEquals(resumed.code, 0, resumed.errors);
    assertEquals(await resultsOf(`${folder}/b`), results);

    const again = await crossValidate(folder, killed);
    assertStringIncludes(again.lines[0]!, "2 runs, 2 of them done");
    assert(!again.output.includes("epoch 1/3"));

    const trained = await runScript("train", [
      ...["--corpus", "corpus", "--fold", "F0", "--epochs", "3"],
      ...["--seed", "1", "--name", "one"],
      ...["--calibration", "a/results.json"],
    ], folder);
    assertEquals(trained.code, 0, trained.errors);
    const { card } = await readModel(new URL(`file://${folder}/models/one`));
    assertEquals(card.weights.sha256, results.runs[1].weightsSha256);
    assertEquals(card.temperature, results.calibration.temperature);
    assertEquals(card.uncertainBelow, results.calibration.uncertainBelow);
    assertMatch(
      JSON.stringify(card.training["calibratedOn"]),
      /"crossValidation".*"folds":\["F0"\],"seeds":\[0,1\]/,
    );
  });
});

Deno.test("cross-validate hears several networks together, and trains each once", async () => {
  await withFolder(FILES, async (folder) => {
    const flags = ["--conditions", "clean", "--out", "a"];
    const one = await crossValidate(folder, [...flags, "--seeds", "1"]);
    assertEquals(one.code, 0, one.errors);
    const pairs = [...flags, "--seeds", "3", "--members", "2"];
    const made = await crossValidate(folder, pairs);
    assertEquals(made.code, 0, made.errors);
    assertEquals(made.lines.slice(0, 2), [
      "3 networks, 1 of them done",
      "3 runs, 0 of them done",
    ]);
    const done = made.lines.filter((line) => /: (begun|combined)$/.test(line));
    assertEquals(done, [
      "F0 seed 1: begun",
      "F0 seed 2: begun",
      "F0 seeds 0+1: combined",
      "F0 seeds 1+2: combined",
      "F0 seeds 2+0: combined",
    ]);
    const results = await resultsOf(`${folder}/a`);
    assertEquals(results.protocol.members, 2);
    assertEquals(
      results.runs.map(({ seeds }: { seeds: number[] }) => seeds),
      [[0, 1], [1, 2], [2, 0]],
    );
    const again = await crossValidate(folder, pairs);
    assertStringIncludes(again.lines[0]!, "3 networks, 3 of them done");
    assertStringIncludes(again.lines[1]!, "3 runs, 3 of them done");
    assertEquals(await resultsOf(`${folder}/a`), results);
  });
});

const REFUSED: [what: string, flags: string[], part: string][] = [
  ["by a fold there is not", ["--folds", "F0,F9"], '"F9"'],
  ["by a fold named twice", ["--folds", "F0,F0"], "named twice"],
  ["by a fold whose actors are missing", ["--folds", "F0,F1"], "of 13, 18, 11"],
  ["by all folds, whose actors are missing", ["--folds", "luna"], "of 13, 18"],
  ["by a fold that nobody could test", ["--folds", "F4"], "1, 4, 9, 22"],
  ["under no seed", ["--seeds", "0"], "--seeds must be a whole number"],
  ["under a part of a seed", ["--seeds", "1.5"], '"1.5"'],
  ["for no epochs", ["--epochs", "0"], "--epochs"],
  ["by no network", ["--members", "0"], "--members"],
  ["by more networks than seeds", ["--members", "4"], "models of 4 networks"],
  ["in no process", ["--jobs", "0"], "--jobs"],
  ["under an unknown condition", ["--conditions", "clean,rain"], '"rain"'],
  ["on a corpus that is not there", ["--corpus", "nowhere"], "nowhere"],
  ["with an unknown flag", ["--fast"], "--fast"],
];

Deno.test("cross-validate refuses in one line, before it trains", async () => {
  await withFolder(FILES, async (folder) => {
    for (const [what, flags, part] of REFUSED) {
      const { code, output, errors } = await crossValidate(folder, flags);
      assertEquals([what, code, output], [what, 1, ""]);
      assertEquals([what, errors.trim().split("\n").length], [what, 1]);
      assertStringIncludes(errors, part);
    }
  });
});

Deno.test("cross-validate tells why a run of its own failed, and ends the others", async () => {
  await withFolder(FILES, async (folder) => {
    const flags = ["--seeds", "2", "--jobs", "2", "--out", "a"];
    await crossValidateAndKill(folder, flags, "20 clips, clean");
    for await (const { name, isDirectory } of Deno.readDir(`${folder}/a`)) {
      if (!isDirectory) continue;
      await Deno.writeTextFile(`${folder}/a/${name}/weights.bin`, "broken");
    }
    const { code, errors } = await crossValidate(folder, flags);
    assertEquals(code, 1);
    assertEquals(errors.trim().split("\n").length, 1);
    assertMatch(errors, /^Cannot finish run F0:\d: Cannot load .*SHA-256/);
  });
});

Deno.test("train refuses a calibration that is none, or of other knobs, before it trains", async () => {
  await withFolder({ ...FILES, "broken.json": "{}" }, async (folder) => {
    const made = await crossValidate(folder, ["--seeds", "1", "--out", "a"]);
    assertEquals(made.code, 0, made.errors);
    const refused = [
      ["broken.json", "format must be"],
      ["none.json", '"none.json"'],
      ["a/results.json", "Cannot calibrate as knobs.epochs must be"],
    ];
    for (const [file, part] of refused) {
      const { code, output, errors } = await runScript("train", [
        ...["--corpus", "corpus", "--fold", "F0", "--epochs", "4"],
        ...["--name", "one", "--calibration", file!],
      ], folder);
      assertEquals([file, code], [file, 1]);
      assertEquals([file, errors.trim().split("\n").length], [file, 1]);
      assertStringIncludes(errors, part!);
      assert(!output.includes("epoch"));
    }
  });
});
