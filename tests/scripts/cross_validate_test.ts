/** The cross-validation as a user runs it: killed, resumed, refused, and its calibration taken over. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { readModel } from "../../src/model/load.ts";
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

/** The results, less what differs from one folder to another. */
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
