import { assertEquals, assertRejects } from "@std/assert";
import type { Corpus } from "../../src/training/clip.ts";
import { parseRavdessName } from "../../src/training/ravdess_name.ts";
import { splitCorpus } from "../../src/training/split.ts";
import { splitSha256 } from "../../src/training/training_data.ts";
import { validationClips } from "../../src/training/validation_clips.ts";
import { makeCorpus } from "./_corpus.ts";

/** Two clips of each of four speakers, and songs of the first two. */
const CORPUS = makeCorpus(
  ["ann", "bob", "cat", "dan"].flatMap((speaker, i) => {
    const clips = ["calm", "sad"].map((label) => `${speaker} ${label}`).map(
      (path) => ({
        speaker,
        label: path.slice(4),
        path,
        sha256: path,
      }),
    );
    const ravdess = parseRavdessName("03-02-02-01-01-01-02.wav")!;
    const path = `${speaker} song`;
    const song = { ...clips[0]!, path, sha256: path, ravdess };
    return i < 2 ? [...clips, song] : clips;
  }),
);

/** A card of a training that `cat` watched, from all of a corpus but `dan`'s clips. */
async function cardOf(corpus: Corpus) {
  const clips = corpus.clips.filter(({ speaker }) => speaker !== "dan");
  const choice = {
    by: "speakers",
    test: ["bob"],
    validation: ["cat"],
  } as const;
  const split = splitCorpus({ ...corpus, clips }, choice);
  const training = {
    train: { speakers: ["ann"] },
    validation: { speakers: ["cat"] },
    test: { speakers: ["bob"] },
    dataSha256: await splitSha256(split),
  };
  return { name: "tiny", training };
}

Deno.test("validationClips() finds the clips again, whoever else is in the corpus", async () => {
  const found = await validationClips(await cardOf(CORPUS), CORPUS);
  assertEquals(found.map(({ path }) => path), ["cat calm", "cat sad"]);
});

Deno.test("validationClips() takes no other corpus", async () => {
  const card = await cardOf(CORPUS);
  const clips = CORPUS.clips.filter(({ path }) => path !== "ann song");
  await assertRejects(
    () => validationClips(card, { ...CORPUS, clips }),
    RangeError,
    `must be the one it was trained on, ${card.training.dataSha256}`,
  );
});

Deno.test("validationClips() needs a card that tells its sides", async () => {
  await assertRejects(
    () => validationClips({ name: "tiny", training: {} }, CORPUS),
    RangeError,
    "training.train is missing",
  );
});
