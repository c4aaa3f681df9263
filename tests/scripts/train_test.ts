/** The trainer as a user runs it: on files of their own, killed and resumed. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { loadModel } from "../../src/model/load.ts";
import { readModel } from "../../src/model/read_model.ts";
import { makeWav, withFolder } from "../training/_corpus.ts";
import { runScript, scriptCommand } from "./_programs.ts";

/** Twenty clips of five speakers, in two labels; `eve` validates. */
const SPEAKERS = ["ann", "bob", "cat", "dan", "eve"];
const CLIPS = Array.from({ length: 20 }, (_, i) => ({
  path: `${i}.wav`,
  label: i % 2 ? "loud" : "soft",
  speaker: SPEAKERS[Math.floor(i / 4)]!,
}));
const FILES = {
  ...Object.fromEntries(CLIPS.map(({ path }, i) => [path, makeWav(i)])),
  "list.csv": [
    "path,label,speaker,split",
    ...CLIPS.map(({ path, label, speaker }) =>
      [path, label, speaker, speaker === "eve" ? "validation" : "train"].join()
    ),
  ].join("\n"),
  "soft.csv": "path,label\n0.wav,soft\n2.wav,soft\n4.wav,soft\n",
};

const FLAGS = ["--manifest", "list.csv", "--epochs", "3", "--seed", "7"];

async function weightsOf(folder: string): Promise<Uint8Array> {
  return await Deno.readFile(`${folder}/weights.bin`);
}

/** Trains until the first epoch is reported, then is gone without a word. */
async function trainAndKill(folder: string, name: string): Promise<void> {
  const command = await scriptCommand(
    "train",
    [...FLAGS, "--name", name],
    folder,
  );
  await using process = command.spawn();
  let said = "";
  for await (
    const text of process.stdout.pipeThrough(new TextDecoderStream())
  ) {
    said += text;
    if (said.includes("epoch 1/3")) break;
  }
  process.kill("SIGKILL");
  await process.stderr.cancel();
}

Deno.test("train writes a model of the user's labels; killed and resumed, the very same", async () => {
  await withFolder(FILES, async (folder) => {
    const whole = await runScript(
      "train",
      [...FLAGS, "--name", "whole"],
      folder,
    );
    assertEquals(whole.code, 0, whole.errors);
    assertStringIncludes(
      whole.lines[0]!,
      "train: 16 clips of speakers ann bob cat dan",
    );
    assertMatch(
      whole.lines.find((line) => line.startsWith("epoch 3/3"))!,
      /loss \d\.\d{3} {2}validation loss \d\.\d{3} UAR \d+\.\d % .* 0 min left/,
    );

    await trainAndKill(folder, "killed");
    const resumed = await runScript(
      "train",
      [...FLAGS, "--name", "killed", "--resume"],
      folder,
    );
    assertEquals(resumed.code, 0, resumed.errors);
    assert(
      resumed.lines.some((line) => line.startsWith("resumed after epoch")),
    );
    assertEquals(
      await weightsOf(`${folder}/models/killed`),
      await weightsOf(`${folder}/models/whole`),
    );

    const url = new URL(`file://${folder}/models/whole`);
    const { card } = await readModel(url);
    assertEquals(card.labels, ["loud", "soft"]);
    assertStringIncludes(JSON.stringify(card.training), '"seed":7');
    const history = JSON.parse(
      await Deno.readTextFile(`${folder}/models/killed/history.json`),
    );
    assertEquals(history.weightsSha256, card.weights.sha256);
    assertEquals(history.epochs.length, 3);
    (await loadModel(url)).dispose();
  });
});

const REFUSED: [what: string, flags: string[], part: string][] = [
  ["without a name", ["--manifest", "list.csv"], "--name"],
  ["under a name that leads elsewhere", [...FLAGS, "--name", "../x"], '"../x"'],
  ["without a corpus", ["--name", "x"], "--corpus"],
  [
    "on a corpus that is not there",
    ["--corpus", "nowhere", "--name", "x"],
    "nowhere",
  ],
  [
    "on one label, which leaves nothing to tell apart",
    ["--manifest", "soft.csv", "--name", "x"],
    'two labels or more: current value is "soft"',
  ],
  ["for no epochs", [...FLAGS, "--name", "x", "--epochs", "0"], '"0"'],
  ["with speakers it does not know", [
    ...FLAGS,
    "--name",
    "x",
    "--test-actors",
    "zoe",
  ], "zoe"],
  [
    "with one speaker on two sides",
    [
      ...FLAGS,
      "--name",
      "x",
      "--test-actors",
      "ann",
      "--validation-actors",
      "ann",
    ],
    "ann",
  ],
  ["by a fold and by speakers", [
    ...FLAGS,
    "--name",
    "x",
    "--fold",
    "F0",
    "--test-actors",
    "1",
  ], "--fold"],
  ["by a fold there is not", [...FLAGS, "--name", "x", "--fold", "F9"], '"F9"'],
  [
    "from where no run stopped",
    [...FLAGS, "--name", "x", "--resume"],
    "Cannot resume",
  ],
];

Deno.test("train refuses in one line, before it begins", async () => {
  await withFolder(FILES, async (folder) => {
    for (const [what, flags, part] of REFUSED) {
      const { code, errors } = await runScript("train", flags, folder);
      assertEquals([what, code], [what, 1]);
      assertEquals([what, errors.trim().split("\n").length], [what, 1]);
      assertStringIncludes(errors, part);
    }
  });
});
