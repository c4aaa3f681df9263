import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { makeWav, withFolder } from "../training/_corpus.ts";
import { runScript } from "./_programs.ts";

const FILES = {
  "03-01-02-01-01-01-07.wav": makeWav(1),
  "03-01-05-01-01-01-12.wav": makeWav(2),
  "03-01-05-01-01-02-12.wav": "no sound",
};

Deno.test("preprocess computes a corpus, says what it holds, and goes on where it was", async () => {
  await withFolder(FILES, async (folder) => {
    const flags = ["--corpus", folder, "--cache", `${folder}/cache`];
    const first = await runScript("preprocess", flags);
    assertEquals([first.code, first.errors], [0, ""]);
    assertStringIncludes(first.output, "2 computed, 0 kept from before");
    assertMatch(first.output, /^Refused .*03-01-05-01-01-02-12\.wav: Cannot/m);
    assertMatch(first.output, /^Label +calm +1 clips +1\.0 s$/m);

    const second = await runScript("preprocess", flags);
    assertStringIncludes(second.output, "0 computed, 2 kept from before");
  });
});

for (
  const [what, flags, says] of [
    ["no corpus", [], "either --corpus DIR or --manifest CSV must be given"],
    [
      "two corpora",
      ["--corpus", "a", "--manifest", "b"],
      "either --corpus DIR",
    ],
    [
      "a folder that is none",
      ["--corpus", "/nowhere/at/all"],
      "must be a folder",
    ],
    ["an unknown flag", ["--corpse", "a"], "--corpse"],
  ] as const
) {
  Deno.test(`preprocess answers ${what} with one line and exit code 1`, async () => {
    const { code, output, errors } = await runScript("preprocess", flags);
    assertEquals([code, output], [1, ""]);
    assertStringIncludes(errors, says);
    assertEquals(errors.trimEnd().split("\n").length, 1);
  });
}

Deno.test("preprocess fails where every clip is refused", async () => {
  await withFolder(
    { "03-01-05-01-01-02-12.wav": "no sound" },
    async (folder) => {
      const flags = ["--corpus", folder, "--cache", `${folder}/cache`];
      const { code, errors } = await runScript("preprocess", flags);
      assertEquals(code, 1);
      assertStringIncludes(errors, "every clip of it was refused");
    },
  );
});

Deno.test("preprocess --help shows its usage", async () => {
  const { code, output } = await runScript("preprocess", ["--help"]);
  assertEquals(code, 0);
  assert(output.startsWith("deno task preprocess --corpus DIR"));
});
