/**
 * Measures a model on a corpus, through the code that serves: what is measured
 * is what a client gets.
 */
import { parseArgs } from "node:util";
import { loadModel, type Model } from "../src/model/load.ts";
import { networksOf } from "../src/model/networks.ts";
import {
  clipsOfSpeakers,
  speakersTrainedOn,
} from "../src/training/chosen_clips.ts";
import type { Clip } from "../src/training/clip.ts";
import { type Condition, parseConditions } from "../src/training/conditions.ts";
import { conditionsText } from "../src/training/conditions_text.ts";
import { readCorpus } from "../src/training/corpus.ts";
import { evaluate } from "../src/training/evaluation.ts";
import {
  type EvaluationReport,
  type ReportHead,
  reportText,
} from "../src/training/evaluation_text.ts";
import { uarChange } from "../src/training/measures/uar_change.ts";
import {
  checkLabelsKnown,
  hearClips,
  type Outcome,
} from "../src/training/outcomes.ts";
import { CORPUS_OPTIONS, toCorpusSource } from "./_corpus_flags.ts";
import { modelFolder } from "./_model_folder.ts";
import { print, runProgram } from "./_program.ts";
import { showProgress } from "./_progress.ts";

const USAGE = `
deno task evaluate --model NAME (--corpus DIR [--song] | --manifest CSV)
                   [--actors 1,2] [--condition NAME[,NAME...] | all] [--json]

  --model      a folder of models/, or a path with a slash (default)
  --corpus     folder of RAVDESS recordings, searched to the bottom
  --song       take its songs too
  --manifest   CSV with the columns path,label and, if known, speaker,split
  --actors     only these speakers
  --condition  what the recordings go through first (clean):
                 clean                        as recorded
                 telephone                    300 to 3400 Hz, 8 kHz, mu-law
                 loss-1 loss-3 loss-5         by telephone, 1, 3, 5 % of packets lost
                 noise-20 noise-10 noise-0    pink noise 20, 10, 0 dB below the speech
                 level-20 level-10 level+10   so many dB quieter or louder
                 all                          each of these
  --json       one JSON object on standard output; of several conditions, one
               report by name in "conditions"
`;

const { cache: _, ...corpusOptions } = CORPUS_OPTIONS;

const OPTIONS = {
  ...corpusOptions,
  model: { type: "string", default: "default" },
  actors: { type: "string" },
  condition: { type: "string", default: "clean" },
  json: { type: "boolean", default: false },
} as const;

/** A report, and what it was made from. */
interface Heard {
  readonly report: EvaluationReport;
  readonly outcomes: readonly Outcome[];
}

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const conditions = parseConditions(values.condition);
  const { clips } = await readCorpus(toCorpusSource(values));
  const chosen = clipsOfSpeakers(clips, values.actors?.split(","));
  const model = await loadModel(modelFolder(values.model));
  try {
    checkLabelsKnown(chosen, model.labels);
    const heard: Heard[] = [];
    for (const condition of conditions) {
      heard.push(await hear(model, chosen, condition));
    }
    if (heard.length === 1) printOne(heard[0]!.report, values.json);
    else printSeveral(heard, values.json);
  } finally {
    model.dispose();
  }
});

async function hear(
  model: Model,
  clips: readonly Clip[],
  condition: Condition,
): Promise<Heard> {
  const progress = showProgress(condition, clips.length, "clips");
  try {
    const { outcomes, refused } = await hearClips(
      model,
      clips,
      condition,
      progress.advance,
    );
    const report = {
      model: model.name,
      modelSha256: model.sha256,
      networks: networksOf(model.card),
      date: new Date().toISOString().slice(0, 10),
      condition,
      labels: model.labels,
      speakersTrainedOn: speakersTrainedOn(model.card.training, clips),
      refused,
      ...evaluate(outcomes, model.labels, model.card.temperature),
    };
    return { report, outcomes };
  } finally {
    progress.stop();
  }
}

function printOne(report: EvaluationReport, json: boolean): void {
  if (json) print(JSON.stringify(report));
  else for (const line of reportText(report)) print(line);
}

function printSeveral(heard: readonly Heard[], json: boolean): void {
  const byName = heard.map((one) => [one.report.condition, one] as const);
  const report = {
    ...headOf(heard[0]!.report),
    conditions: Object.fromEntries(
      byName.map(([name, { report }]) => [name, report]),
    ),
    againstClean: againstClean(heard),
  };
  if (json) print(JSON.stringify(report));
  else for (const line of conditionsText(report)) print(line);
}

function headOf(report: EvaluationReport): ReportHead {
  const { model, modelSha256, networks, date, labels } = report;
  const { speakersTrainedOn, refused } = report;
  return {
    ...{ model, modelSha256, networks, date, labels },
    ...{ speakersTrainedOn, refused },
  };
}

function againstClean(heard: readonly Heard[]) {
  const clean = heard.find(({ report }) => report.condition === "clean");
  if (!clean) return {};
  return Object.fromEntries(
    heard.filter((one) => one !== clean).map(({ report, outcomes }) => [
      report.condition,
      uarChange(clean.outcomes, outcomes, report.labels.length),
    ]),
  );
}
