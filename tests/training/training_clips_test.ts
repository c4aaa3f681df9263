import { assertEquals, assertRejects } from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { readCorpus } from "../../src/training/corpus.ts";
import { FeatureCache } from "../../src/training/feature_cache.ts";
import { readTrainingClips } from "../../src/training/training_clips.ts";
import { encodeWav } from "../../src/audio/wav.ts";
import { makeWav, withFolder } from "./_corpus.ts";

const SILENCE = encodeWav({
  sampleRateHz: 16_000,
  channels: [new Float32Array(16_000)],
});

/** Two usable recordings, a twin, and three that are not usable; a film and a song. */
const FILES = {
  "03-01-02-01-01-01-07.wav": makeWav(1),
  "03-01-02-01-01-02-07.wav": makeWav(1),
  "03-01-05-01-01-01-12.wav": makeWav(2, 2),
  "03-01-05-01-01-02-12.wav": "no sound",
  "03-01-05-01-02-01-12.wav": makeWav(3, 0.2),
  "03-01-05-01-02-02-12.wav": SILENCE,
  "03-01-09-01-02-02-12.wav": makeWav(4),
  "01-01-05-01-02-02-12.mp4": "",
  "03-02-05-01-02-02-12.wav": "",
};

async function readAll(directory: string, onClip?: () => void) {
  const corpus = await readCorpus({ directory });
  const cache = new FeatureCache(`${directory}/.cache`, FEATURES, [1]);
  const read = await readTrainingClips(
    corpus.clips,
    corpus.labels,
    cache,
    onClip,
  );
  return { corpus, read };
}

Deno.test("readTrainingClips() reads what it can and refuses the rest by its reason", async () => {
  await withFolder(FILES, async (directory) => {
    let seen = 0;
    const { read } = await readAll(directory, () => seen++);
    assertEquals(
      read.clips.map(({ label, speaker }) => [label, speaker]),
      [[0, "7"], [0, "7"], [1, "12"]],
    );
    assertEquals(seen, 6);
    assertEquals(
      read.refused.map(({ path }) => path.slice(-13)),
      ["01-01-02-12.wav", "01-02-01-12.wav", "01-02-02-12.wav"].map((end) =>
        end.slice(-13)
      ),
    );
  });
});

Deno.test("readTrainingClips() does not blame a clip for a folder that cannot be written", async () => {
  await withFolder({ ...FILES, "file": "" }, async (directory) => {
    const { clips, labels } = await readCorpus({ directory });
    const cache = new FeatureCache(`${directory}/file/cache`, FEATURES, [1]);
    await assertRejects(() => readTrainingClips(clips, labels, cache), Error);
  });
});
