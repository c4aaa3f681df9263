/**
 * Computes the features of a corpus and keeps them, so that training starts at
 * once. Stopped half-way, it goes on where it was.
 */
import { parseArgs } from "node:util";
import type { Corpus } from "../src/training/clip.ts";
import { readCorpus } from "../src/training/corpus.ts";
import { corpusSummary } from "../src/training/corpus_summary.ts";
import { FeatureCache } from "../src/training/feature_cache.ts";
import { readTrainingClips } from "../src/training/training_clips.ts";
import { CORPUS_OPTIONS, toCorpusSource } from "./_corpus_flags.ts";
import { print, runProgram } from "./_program.ts";
import { showProgress } from "./_progress.ts";

const USAGE = `
deno task preprocess --corpus DIR [--song] [--cache DIR]
deno task preprocess --manifest CSV [--cache DIR]

  --corpus    folder of RAVDESS recordings, searched to the bottom
  --song      take its songs too
  --manifest  CSV with the columns path,label and, if known, speaker,split
  --cache     folder for the features (${CORPUS_OPTIONS.cache.default}), 0.5 MB a clip
`;

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: CORPUS_OPTIONS });
  const corpus = await readCorpus(toCorpusSource(values));
  const cache = new FeatureCache(values.cache);
  const read = await readWithProgress(corpus, cache);
  for (const line of corpusSummary(corpus, read)) print(line);
  if (read.clips.length === 0) {
    throw new Error(
      "Cannot train on the corpus as every clip of it was refused",
    );
  }
  const keptCount = read.clips.length - cache.computedCount;
  print(
    `Features   ${cache.computedCount} computed, ${keptCount} kept from before, in ${values.cache}`,
  );
});

async function readWithProgress(corpus: Corpus, cache: FeatureCache) {
  const { clips, labels } = corpus;
  const progress = showProgress("Features", clips.length, "clips");
  try {
    return await readTrainingClips(clips, labels, cache, progress.advance);
  } finally {
    progress.stop();
  }
}
