import { assertEquals } from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { readCorpus } from "../../src/training/corpus.ts";
import { corpusSummary } from "../../src/training/corpus_summary.ts";
import { FeatureCache } from "../../src/training/feature_cache.ts";
import { readTrainingClips } from "../../src/training/training_clips.ts";
import { makeWav, withFolder } from "./_corpus.ts";

/** Two recordings, a twin of the first, two that are not usable, a film and a song. */
const FILES = {
  "03-01-02-01-01-01-07.wav": makeWav(1),
  "03-01-02-01-01-02-07.wav": makeWav(1),
  "03-01-05-01-01-01-12.wav": makeWav(2, 2),
  "z/03-01-05-01-01-01-03.wav": makeWav(5),
  "03-01-05-01-01-02-12.wav": "no sound",
  "03-01-09-01-02-02-12.wav": makeWav(4),
  "01-01-05-01-02-02-12.mp4": "",
  "03-02-05-01-02-02-12.wav": "",
};

async function readAll(directory: string) {
  const corpus = await readCorpus({ directory });
  const cache = new FeatureCache(`${directory}/.cache`, FEATURES, [1]);
  const read = await readTrainingClips(corpus.clips, corpus.labels, cache);
  return { corpus, read };
}

Deno.test("corpusSummary() tells clips, seconds, labels, speakers, and what is missing and why", async () => {
  await withFolder(FILES, async (directory) => {
    const { corpus, read } = await readAll(directory);
    const lines = corpusSummary(corpus, read)
      .map((line) =>
        line.replaceAll(`${directory}/`, "").replaceAll(/ +/g, " ")
      );
    const refused = lines.filter((line) => line.startsWith("Refused"));
    assertEquals(refused.length, 2);
    assertEquals(lines.slice(2, -1), [
      "Duplicate 03-01-02-01-01-02-07.wav is the same audio as 03-01-02-01-01-01-07.wav",
      "Skipped 1 audio-video",
      "Skipped 1 song",
      "Clips 4 clips 4.9 s",
      "Label calm 2 clips 2.0 s",
      "Label angry 2 clips 3.0 s",
      "Speaker 3 1 clips 1.0 s",
      "Speaker 7 2 clips 2.0 s",
      "Speaker 12 1 clips 2.0 s",
    ]);
    assertEquals(lines.at(-1)!.startsWith("Bands mean -"), true);
  });
});

Deno.test("corpusSummary() warns where no speaker is known", async () => {
  const files = { "a.wav": makeWav(1), "list.csv": "path,label\na.wav,x\n" };
  await withFolder(files, async (folder) => {
    const corpus = await readCorpus({ manifest: `${folder}/list.csv` });
    const cache = new FeatureCache(`${folder}/cache`, FEATURES, [1]);
    const read = await readTrainingClips(corpus.clips, corpus.labels, cache);
    const lines = corpusSummary(corpus, read);
    assertEquals(lines.filter((line) => line.startsWith("Speaker")), [
      "Speakers   none named: a split may put a voice on both sides",
    ]);
  });
});

Deno.test("corpusSummary() takes a corpus of which nothing is left", async () => {
  await withFolder(
    { "03-01-05-01-01-02-12.wav": "no sound" },
    async (directory) => {
      const { corpus, read } = await readAll(directory);
      assertEquals(
        corpusSummary(corpus, read).at(-1),
        "Bands      none, as no clip is left",
      );
    },
  );
});
