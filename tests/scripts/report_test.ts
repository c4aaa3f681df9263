import { assertEquals, assertStringIncludes } from "@std/assert";
import { writeTinyModel } from "../model/_tiny_model.ts";
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

Deno.test("report of a model that is not there is one line and exit code 1", async () => {
  const { code, output, errors } = await runScript("report", [
    ...["--model", "nobody", "--models", "/nowhere"],
  ]);
  assertEquals([code, output], [1, ""]);
  assertStringIncludes(errors, "its folder must hold a card.json");
  assertStringIncludes(errors, "/nowhere/nobody");
  assertEquals(errors.trimEnd().split("\n").length, 1);
});
