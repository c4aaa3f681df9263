import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { speechLike } from "../session/_signals.ts";
import { tinyWeights, writeTinyModel } from "../model/_tiny_model.ts";
import { runScript, scriptCommand, withWav } from "./_programs.ts";

const RECORDING = { sampleRateHz: 16_000, channels: [speechLike(2)] };

Deno.test("classify hears a file, for people and as one prediction a line", async () => {
  const folder = await writeTinyModel();
  try {
    const [shown, told] = await withWav(
      RECORDING,
      (path) =>
        Promise.all(
          [[], ["--json"]].map((flags) =>
            runScript("classify", [path, "--model", folder, ...flags])
          ),
        ),
    );
    assertEquals([shown!.code, shown!.errors], [0, ""]);
    const messages = told!.lines.map((line) => JSON.parse(line));
    const predictions = messages.filter(({ type }) => type === "prediction");
    assertEquals(predictions.map(({ index }) => index), [0, 1, 2, 3]);
    assertEquals(predictions.at(-1).endMs, 2_000);
    assertEquals(messages.at(-1).type, "summary");
    assertEquals(messages.at(-1).summary[0].windows, 4);
    // A line a window, an empty one, and the whole call.
    assertEquals(shown!.lines.length, 6);
    assertStringIncludes(shown!.lines.at(-1)!, "whole call");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("classify says who answered where that is several networks", async () => {
  const folder = await writeTinyModel([tinyWeights(1), tinyWeights(2)]);
  try {
    const { lines } = await withWav(
      RECORDING,
      (path) => runScript("classify", [path, "--model", folder]),
    );
    assertEquals(lines.at(-1), "by the model tiny: two networks, averaged");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("classify says in one line why it cannot", async () => {
  await withWav(RECORDING, async (path) => {
    const faults: [string[], string][] = [
      [[], "one WAV file must be named"],
      [["LICENSE"], 'must begin with "RIFF"'],
      [[path, "--model", "no-such-model"], "models/no-such-model/card.json"],
      [[path, "--role", "boss"], '"boss"'],
    ];
    const outcomes = await Promise.all(
      faults.map(([args]) => runScript("classify", args)),
    );
    outcomes.forEach(({ code, lines, errors }, i) => {
      assertEquals([code, lines], [1, []], errors);
      assertStringIncludes(errors, faults[i]![1]);
      assert(errors.trimEnd().split("\n").length === 1, errors);
    });
  });
});

Deno.test("classify ends without a word when its reader has seen enough", async () => {
  await withWav(RECORDING, async (path) => {
    const process = (await scriptCommand("classify", [path])).spawn();
    await process.stdout.cancel();
    assertEquals(await new Response(process.stderr).text(), "");
    assertEquals((await process.status).code, 0);
  });
});
