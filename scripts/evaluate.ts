/**
 * Measures a model on a corpus, through the code that serves: what is measured
 * is what a client gets.
 */
import { parseArgs } from "node:util";
import { loadModel, type Model } from "../src/model/load.ts";
import {
  clipsOfSpeakers,
  speakersTrainedOn,
} from "../src/training/chosen_clips.ts";
import type { Clip } from "../src/training/clip.ts";
import { type Condition, parseCondition } from "../src/training/conditions.ts";
import { readCorpus } from "../src/training/corpus.ts";
import { evaluate } from "../src/training/evaluation.ts";
import { reportText } from "../src/training/evaluation_text.ts";
import { checkLabelsKnown, hearClips } from "../src/training/outcomes.ts";
import { CORPUS_OPTIONS, toCorpusSource } from "./_corpus_flags.ts";
import { modelFolder } from "./_model_folder.ts";
import { print, runProgram } from "./_program.ts";
import { showProgress } from "./_progress.ts";

const USAGE = `
deno task evaluate --model NAME (--corpus DIR [--song] | --manifest CSV)
                   [--actors 1,2] [--condition clean|telephone] [--json]

  --model      a folder of models/, or a path with a slash (default)
  --corpus     folder of RAVDESS recordings, searched to the bottom
  --song       take its songs too
  --manifest   CSV with the columns path,label and, if known, speaker,split
  --actors     only these speakers
  --condition  what the recordings go through first (clean)
  --json       one JSON object on standard output
`;

const { cache: _, ...corpusOptions } = CORPUS_OPTIONS;

const OPTIONS = {
  ...corpusOptions,
  model: { type: "string", default: "default" },
  actors: { type: "string" },
  condition: { type: "string", default: "clean" },
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const condition = parseCondition(values.condition);
  const { clips } = await readCorpus(toCorpusSource(values));
  const chosen = clipsOfSpeakers(clips, values.actors?.split(","));
  const model = await loadModel(modelFolder(values.model));
  try {
    checkLabelsKnown(chosen, model.labels);
    const { outcomes, refused } = await hear(model, chosen, condition);
    const report = {
      model: model.name,
      modelSha256: model.sha256,
      date: new Date().toISOString().slice(0, 10),
      condition,
      labels: model.labels,
      speakersTrainedOn: speakersTrainedOn(model.card.training, chosen),
      refused,
      ...evaluate(outcomes, model.labels),
    };
    if (values.json) print(JSON.stringify(report));
    else for (const line of reportText(report)) print(line);
  } finally {
    model.dispose();
  }
});

async function hear(
  model: Model,
  clips: readonly Clip[],
  condition: Condition,
) {
  const progress = showProgress("Listening", clips.length, "clips");
  try {
    return await hearClips(model, clips, condition, progress.advance);
  } finally {
    progress.stop();
  }
}
