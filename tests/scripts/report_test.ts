import { assertEquals, assertStringIncludes } from "@std/assert";
import { encodeWav } from "../../src/audio/wav.ts";
import { writeTinyModel } from "../model/_tiny_model.ts";
import { speechLike } from "../session/_signals.ts";
import { withFolder } from "../training/_corpus.ts";
import { runScript } from "./_programs.ts";

/** Names below a folder. */
function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("report writes beside the card, and takes no file away that is not its own", async () => {
  const folder = await Deno.realPath(await writeTinyModel());
  try {
    await Deno.mkdir(`${folder}/pictures`);
    await Deno.writeTextFile(`${folder}/pictures/recipe-gone.svg`, "");
    await Deno.writeTextFile(`${folder}/pictures/my-cat.svg`, "");
    const { code, errors } = await runScript("report", ["--model", folder]);
    assertEquals([code, errors], [0, ""]);
    assertEquals(names(folder), [
      "README.md",
      "card.json",
      "model_card.json",
      "pictures",
      "report.html",
      "weights.bin",
    ]);
    assertEquals(names(`${folder}/pictures`), ["my-cat.svg"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("report draws what evaluate prints", async () => {
  const model = await Deno.realPath(await writeTinyModel());
  const wav = (seed: number) =>
    encodeWav({
      sampleRateHz: 16_000,
      channels: [speechLike(2, 16_000, { seed, pitchHz: 90 + 40 * seed })],
    });
  const files = {
    "a.wav": wav(1),
    "b.wav": wav(2),
    "list.csv": "path,label,speaker\na.wav,calm,anna\nb.wav,angry,ben\n",
  };
  try {
    await withFolder(files, async (folder) => {
      const { output } = await runScript("evaluate", [
        ...["--model", model, "--manifest", `${folder}/list.csv`],
        ...["--condition", "clean,telephone", "--json"],
      ]);
      await Deno.writeTextFile(`${model}/evaluation.json`, output);
    });
    const { code, errors } = await runScript("report", ["--model", model]);
    assertEquals([code, errors], [0, ""]);
    const page = await Deno.readTextFile(`${model}/README.md`);
    assertStringIncludes(page, "Measured on speakers anna and ben, 2 clips.");
    assertEquals(page.includes("older form"), false);
    assertEquals(names(`${model}/pictures`).length, 7);
  } finally {
    await Deno.remove(model, { recursive: true });
  }
});

Deno.test("report of a model that is not there is one line and exit code 1", async () => {
  const { code, output, errors } = await runScript("report", [
    ...["--model", "nobody", "--models", "/nowhere"],
  ]);
  assertEquals([code, output], [1, ""]);
  assertStringIncludes(errors, "its folder must hold a card.json");
  assertStringIncludes(errors, "/nowhere/nobody");
  assertEquals(errors.trimEnd().split("\n").length, 1);
});
