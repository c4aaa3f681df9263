import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { readCorpus } from "../../src/training/corpus.ts";
import { RAVDESS_EMOTIONS } from "../../src/training/ravdess_name.ts";
import { withFolder } from "./_corpus.ts";

/** A RAVDESS folder with one recording of each emotion and two actors. */
const RECORDINGS = Object.fromEntries(
  RAVDESS_EMOTIONS.flatMap((_, i) =>
    ["07", "12"].map((actor) => {
      const name = `03-01-0${i + 1}-01-01-01-${actor}.wav`;
      return [`Actor_${actor}/${name}`, `sound of ${name}`];
    })
  ),
);

Deno.test("readCorpus() reads RAVDESS: labels in the order of their codes, actors as speakers", async () => {
  await withFolder(RECORDINGS, async (directory) => {
    const corpus = await readCorpus({ directory });

    assertEquals(corpus.labels, RAVDESS_EMOTIONS);
    assertEquals(corpus.clips.length, 16);
    const { path, label, speaker, ravdess } = corpus.clips[0]!;
    assertEquals(path, `${directory}/Actor_07/03-01-01-01-01-01-07.wav`);
    assertEquals([label, speaker, ravdess!.sex], ["neutral", "7", "male"]);
    assertEquals([corpus.refused, corpus.duplicates], [[], []]);
  });
});

Deno.test("readCorpus() names no label that no clip has", async () => {
  const files = {
    "03-01-08-01-01-01-01.wav": "a",
    "03-01-02-01-01-01-01.wav": "b",
  };
  await withFolder(files, async (directory) => {
    const { labels } = await readCorpus({ directory });
    assertEquals(labels, ["calm", "surprised"]);
  });
});

Deno.test("readCorpus() reports the same audio under two names, and keeps both", async () => {
  const files = {
    "03-01-03-01-02-01-07.wav": "same",
    "03-01-03-01-02-02-07.wav": "same",
    "03-01-02-01-02-02-07.wav": "other",
  };
  await withFolder(files, async (directory) => {
    const { clips, duplicates } = await readCorpus({ directory });
    assertEquals(clips.length, 3);
    assertEquals(duplicates, [{
      path: `${directory}/03-01-03-01-02-02-07.wav`,
      of: `${directory}/03-01-03-01-02-01-07.wav`,
    }]);
  });
});

Deno.test("readCorpus() gives the SHA-256 of each file", async () => {
  await withFolder({ "03-01-02-01-01-01-01.wav": "abc" }, async (directory) => {
    const { clips } = await readCorpus({ directory });
    // FIPS 180-2, appendix B.1.
    assertEquals(
      clips[0]!.sha256,
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

const MANIFEST = {
  "a.wav": "a",
  "b.wav": "b",
  "list.csv":
    "path,label,speaker,split\nb.wav,tense,ben,test\na.wav,relaxed,anna,train\n",
};

Deno.test("readCorpus() reads a manifest with labels of its own, sorted", async () => {
  await withFolder(MANIFEST, async (folder) => {
    const corpus = await readCorpus({ manifest: `${folder}/list.csv` });
    assertEquals(corpus.labels, ["relaxed", "tense"]);
    assertEquals(
      corpus.clips.map((
        { path, label, speaker, split },
      ) => [path, label, speaker, split]),
      [
        [`${folder}/a.wav`, "relaxed", "anna", "train"],
        [`${folder}/b.wav`, "tense", "ben", "test"],
      ],
    );
    assertEquals(corpus.speakersKnown, true);
  });
});

Deno.test("readCorpus() takes each clip for a speaker of its own where none is named", async () => {
  const files = { ...MANIFEST, "list.csv": "path,label\na.wav,x\nb.wav,y\n" };
  await withFolder(files, async (folder) => {
    const corpus = await readCorpus({ manifest: `${folder}/list.csv` });
    assertEquals(corpus.speakersKnown, false);
    const speakers = corpus.clips.map(({ speaker }) => speaker);
    assertEquals(new Set(speakers).size, 2);
    for (const speaker of speakers) assertMatch(speaker, /^unnamed [0-9a-f]+$/);
  });
});

Deno.test("readCorpus() refuses a listed file that is missing, and drops a label left without clips", async () => {
  const files = {
    ...MANIFEST,
    "list.csv": "path,label\na.wav,x\nnone.wav,y\n",
  };
  await withFolder(files, async (folder) => {
    const corpus = await readCorpus({ manifest: `${folder}/list.csv` });
    assertEquals(corpus.labels, ["x"]);
    assertEquals(corpus.refused, [{
      path: `${folder}/none.wav`,
      reason: "Cannot read it as there is no such file",
    }]);
  });
});

for (
  const [what, files, found] of [
    ["an empty folder", {}, "current value is no file"],
    [
      "a folder of other files",
      { "a.txt": "", "b.txt": "" },
      "current value is 2 other file",
    ],
    [
      "a folder of films",
      { "01-01-05-01-01-01-12.mp4": "" },
      "current value is 1 audio-video",
    ],
    [
      "a folder of strange recordings",
      { "call.wav": "" },
      'current value is 1 refused, the first: Cannot parse a RAVDESS name as it must be seven two-digit numbers: current value is "call.wav"',
    ],
  ] as const
) {
  Deno.test(`readCorpus() says in one line what ${what} holds`, async () => {
    await withFolder(files, async (directory) => {
      const error = await assertRejects(
        () => readCorpus({ directory }),
        Error,
        `Cannot use the corpus "${directory}" as it must hold a usable clip: ${found}`,
      );
      assertEquals(error.message.includes("\n"), false);
    });
  });
}

Deno.test("readCorpus() says which folder or manifest is missing", async () => {
  await withFolder({ "empty.csv": "" }, async (folder) => {
    await assertRejects(
      () => readCorpus({ directory: `${folder}/no` }),
      Error,
      "must be a folder",
    );
    await assertRejects(
      () => readCorpus({ manifest: `${folder}/no.csv` }),
      Error,
      "must be a file",
    );
    await assertRejects(
      () => readCorpus({ manifest: folder }),
      Error,
      "must be a file",
    );
    await assertRejects(
      () => readCorpus({ manifest: `${folder}/empty.csv` }),
      Error,
      "usable clip",
    );
  });
});
