import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { scanRavdessFolder } from "../../src/training/ravdess_folder.ts";
import { withFolder } from "./_corpus.ts";

const SPEECH = "03-01-05-01-01-01-12.wav";
const SONG = "03-02-05-01-01-01-12.wav";

async function namesIn(
  files: readonly string[],
  vocalChannel: "speech" | "song" | "both" = "speech",
) {
  let found: Awaited<ReturnType<typeof scanRavdessFolder>> | undefined;
  const contents = Object.fromEntries(files.map((path) => [path, ""]));
  let root = "";
  await withFolder(contents, async (folder) => {
    root = folder;
    found = await scanRavdessFolder(folder, vocalChannel);
  });
  const paths = found!.recordings.map(({ path }) =>
    path.slice(root.length + 1)
  );
  return { ...found!, paths };
}

Deno.test("scanRavdessFolder() finds recordings at any depth, in the order of their paths", async () => {
  const { paths, skipped, refused } = await namesIn([
    `Speech/Actor_12/${SPEECH}`,
    "03-01-02-01-01-01-03.wav",
    "Speech/Actor_02/03-01-01-01-01-01-02.wav",
  ]);
  assertEquals(paths, [
    "03-01-02-01-01-01-03.wav",
    "Speech/Actor_02/03-01-01-01-01-01-02.wav",
    `Speech/Actor_12/${SPEECH}`,
  ]);
  assertEquals([skipped, refused], [{}, []]);
});

for (
  const [choice, expected, left] of [
    ["speech", [SPEECH], { song: 1 }],
    ["song", [SONG], { speech: 1 }],
    ["both", [SPEECH, SONG], {}],
  ] as const
) {
  Deno.test(`scanRavdessFolder() takes ${choice} and counts the rest`, async () => {
    const { paths, skipped } = await namesIn([SPEECH, SONG], choice);
    assertEquals(paths, [...expected]);
    assertEquals(skipped, left);
  });
}

Deno.test("scanRavdessFolder() counts films, strange files, hidden files and second copies", async () => {
  const { paths, skipped, refused } = await namesIn([
    SPEECH,
    `copy/${SPEECH}`,
    "01-01-05-01-01-01-12.mp4",
    "02-01-05-01-01-01-12.mp4",
    "02-01-06-01-01-01-12.mp4",
    "readme.txt",
    `._${SPEECH}`,
    ".DS_Store",
  ]);
  assertEquals(paths, [SPEECH]);
  assertEquals(refused, []);
  assertEquals(skipped, {
    "audio-video": 1,
    "video-only": 2,
    "second copy": 1,
    "other file": 3,
  });
});

Deno.test("scanRavdessFolder() refuses recordings with impossible names and goes on", async () => {
  const { paths, refused } = await namesIn([
    SPEECH,
    "03-01-09-01-01-01-12.wav",
    "call.wav",
  ]);
  assertEquals(paths, [SPEECH]);
  assertEquals(refused.length, 2);
  assertStringIncludes(refused[0]!.reason, "emotion must be within 01 and 08");
  assertStringIncludes(refused[1]!.reason, "seven two-digit numbers");
});

Deno.test("scanRavdessFolder() takes a folder with a slash at its end", async () => {
  await withFolder({ [SPEECH]: "" }, async (folder) => {
    const { recordings } = await scanRavdessFolder(`${folder}/`, "speech");
    assertEquals(recordings.map(({ path }) => path), [`${folder}/${SPEECH}`]);
  });
});

Deno.test("scanRavdessFolder() follows links to folders and files, and survives broken ones", async () => {
  await withFolder({ [`real/${SPEECH}`]: "" }, async (folder) => {
    await Deno.mkdir(`${folder}/corpus`);
    await Deno.symlink(`${folder}/real`, `${folder}/corpus/Actor_12`);
    await Deno.symlink(`${folder}/real/${SPEECH}`, `${folder}/corpus/${SONG}`);
    await Deno.symlink(`${folder}/gone`, `${folder}/corpus/Actor_13`);
    await Deno.symlink(`${folder}/corpus`, `${folder}/corpus/round`);
    const { recordings } = await scanRavdessFolder(`${folder}/corpus`, "both");
    assertEquals(recordings.map(({ path }) => path.slice(folder.length)), [
      `/corpus/${SONG}`,
      `/corpus/Actor_12/${SPEECH}`,
    ]);
  });
});

Deno.test("scanRavdessFolder() says which folder is none", async () => {
  await withFolder({ "file.txt": "" }, async (folder) => {
    for (const path of [`${folder}/nowhere`, `${folder}/file.txt`]) {
      await assertRejects(
        () => scanRavdessFolder(path, "speech"),
        Error,
        `as it must be a folder: current value is "${path}"`,
      );
    }
  });
});
