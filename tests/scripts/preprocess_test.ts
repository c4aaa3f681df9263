import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { makeWav, withFolder } from "../training/_corpus.ts";

const SCRIPT = new URL("../../scripts/preprocess.ts", import.meta.url);

/** Runs the program as its task does. */
async function preprocess(...flags: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", SCRIPT.href, ...flags],
    env: { NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

const FILES = {
  "03-01-02-01-01-01-07.wav": makeWav(1),
  "03-01-05-01-01-01-12.wav": makeWav(2),
  "03-01-05-01-01-02-12.wav": "no sound",
};

Deno.test("preprocess computes a corpus, says what it holds, and goes on where it was", async () => {
  await withFolder(FILES, async (folder) => {
    const flags = ["--corpus", folder, "--cache", `${folder}/cache`];
    const first = await preprocess(...flags);
    assertEquals([first.code, first.stderr], [0, ""]);
    assertStringIncludes(first.stdout, "2 computed, 0 kept from before");
    assertMatch(first.stdout, /^Refused .*03-01-05-01-01-02-12\.wav: Cannot/m);
    assertMatch(first.stdout, /^Label +calm +1 clips +1\.0 s$/m);

    const second = await preprocess(...flags);
    assertStringIncludes(second.stdout, "0 computed, 2 kept from before");
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
    const { code, stdout, stderr } = await preprocess(...flags);
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, says);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  });
}

Deno.test("preprocess fails where every clip is refused", async () => {
  await withFolder(
    { "03-01-05-01-01-02-12.wav": "no sound" },
    async (folder) => {
      const flags = ["--corpus", folder, "--cache", `${folder}/cache`];
      const { code, stderr } = await preprocess(...flags);
      assertEquals(code, 1);
      assertStringIncludes(stderr, "every clip of it was refused");
    },
  );
});

Deno.test("preprocess --help shows its usage", async () => {
  const { code, stdout } = await preprocess("--help");
  assertEquals(code, 0);
  assert(stdout.startsWith("deno task preprocess --corpus DIR"));
});
