/**
 * Trains the emotion classifier and writes models/NAME. What is trained is what
 * is served: the features are src/audio, the layers src/model/network.ts. Every
 * knob stands, with its reason, in src/training/knobs.ts, and
 * all of them go into the model's card.
 */
import { parseArgs } from "node:util";
import { FEATURES } from "../src/audio/feature_spec.ts";
import {
  calibrationFor,
  readCalibration,
} from "../src/training/calibration_file.ts";
import { readCorpus } from "../src/training/corpus.ts";
import { FeatureCache } from "../src/training/feature_cache.ts";
import { type FitTask, stepsPerEpoch } from "../src/training/fit.ts";
import { parseFoldName } from "../src/training/folds.ts";
import { writeHistory } from "../src/training/history_file.ts";
import { recipeTask, seedless } from "../src/training/recipe.ts";
import { type SplitChoice, splitCorpus } from "../src/training/split.ts";
import { trainedCard } from "../src/training/trained_card.ts";
import {
  readTrainingData,
  speakersOf,
  type TrainingData,
} from "../src/training/training_data.ts";
import { type EpochRecord, TrainingRun } from "../src/training/training_run.ts";
import { writeModel } from "../src/training/write_model.ts";
import { commaList } from "./_comma_list.ts";
import { CORPUS_OPTIONS, toCorpusSource } from "./_corpus_flags.ts";
import { KNOB_OPTIONS, knobUsage, readKnobs } from "./_knob_flags.ts";
import { checkModelName } from "./_model_name.ts";
import { print, runProgram } from "./_program.ts";
import { type Progress, showProgress } from "./_progress.ts";
import { THREADS, withThreads } from "./_threads.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task train --corpus DIR --name NAME [--fold F0..F4]
deno task train --manifest CSV --name NAME

  --corpus, --manifest, --song, --cache   as for preprocess
  --name NAME              the model is written to models/NAME
  --fold F0..F4            an actor fold of Luna-Jiménez et al. 2021
  --test-actors 1,2        or speakers by name: left out of training,
  --validation-actors 3,4  and those it is watched and calibrated with
                           (else the manifest's split, else speakers drawn by the seed)
  --threads N              ${THREADS} unless given; any number gives the same weights
  --resume                 go on where a run of this name was stopped
  --calibration FILE       takes temperature and threshold from a cross-validation's
                           results.json, not from the validation clips
  --licence TEXT           terms of the weights, for the card
  --models DIR             folder of the models (models)

Every number of the recipe has a flag; below zero write --gain-db=-6,6:

${knobUsage()}
`;

const OPTIONS = {
  ...KNOB_OPTIONS,
  ...CORPUS_OPTIONS,
  name: { type: "string", default: "" },
  fold: { type: "string" },
  "test-actors": { type: "string" },
  "validation-actors": { type: "string" },
  threads: { type: "string", default: String(THREADS) },
  resume: { type: "boolean", default: false },
  calibration: { type: "string" },
  licence: { type: "string" },
  models: { type: "string", default: "models" },
} as const;

/** Checkpoints of runs that are not done. */
const RUNS = ".cache/runs";

type Flags = ReturnType<typeof readFlags>;

await runProgram(USAGE, async () => {
  const flags = readFlags();
  const source = flags.calibration === undefined
    ? undefined
    : await readCalibration(flags.calibration);
  const data = await readData(flags);
  const task = recipeTask(data, flags.knobs);
  const calibration = source && calibrationFor(source, {
    labels: data.labels,
    members: 1,
    recipe: seedless(task),
  });
  await Deno.mkdir(RUNS, { recursive: true });
  const file = `${RUNS}/${flags.name}.checkpoint`;
  const run = await withThreads(flags.threads, async () => {
    const run = flags.resume
      ? await TrainingRun.resume(task, data.sha256, file)
      : TrainingRun.begin(task, data.sha256, file);
    await train(task, run, data);
    return run;
  });

  const folder = `${flags.models}/${flags.name}`;
  const { name, licence } = flags;
  const parts = { name, licence, task, run, data, calibration };
  const card = trainedCard(parts, new Date());
  const { weights } = await writeModel(folder, card, [run.state.average]);
  await writeHistory(folder, weights.sha256, run.history);
  await Deno.remove(file);
  print(`wrote ${folder}: ${JSON.stringify(card.scores)}`);
});

function readFlags() {
  const { values } = parseArgs({ options: OPTIONS });
  checkModelName("train", values.name);
  const knobs = readKnobs("train", values);
  const source = toCorpusSource(values);
  const threads = wholeNumber("train", "threads", values.threads, 1);
  const split = splitChoice(values, knobs.seed);
  return { ...values, source, split, knobs, threads };
}

function splitChoice(
  flags: {
    readonly fold?: string | undefined;
    readonly "test-actors"?: string | undefined;
    readonly "validation-actors"?: string | undefined;
  },
  seed: number,
): SplitChoice {
  const { fold, "test-actors": test, "validation-actors": validation } = flags;
  const bySpeakers = test !== undefined || validation !== undefined;
  if (fold === undefined && !bySpeakers) return { by: "corpus", seed };
  if (fold === undefined) {
    return {
      by: "speakers",
      test: commaList(test),
      validation: commaList(validation),
    };
  }
  if (!bySpeakers) return { by: "fold", fold: parseFoldName(fold) };
  throw new SyntaxError(
    "Cannot split the corpus as --fold excludes --test-actors and --validation-actors: both are given",
  );
}

async function readData(flags: Flags): Promise<TrainingData> {
  const corpus = await readCorpus(flags.source);
  if (corpus.labels.length < 2) {
    throw new RangeError(
      `Cannot train as a corpus must have two labels or more: current value is "${corpus.labels}"`,
    );
  }
  const split = splitCorpus(corpus, flags.split);
  if (!corpus.speakersKnown) {
    print(
      "no speaker is known: one voice may be on two sides, and scores flatter",
    );
  }
  for (const side of ["train", "validation", "test"] as const) {
    const clips = split[side];
    const speakers = speakersOf(clips).join(" ") || "none";
    const voices = corpus.speakersKnown ? ` of speakers ${speakers}` : "";
    print(`${side}: ${clips.length} clips${voices}`);
  }
  const clipCount = split.train.length + split.validation.length;
  const progress = showProgress("features", clipCount, "clips");
  const data = await readTrainingData(
    corpus.labels,
    split,
    new FeatureCache(flags.cache, FEATURES, flags.knobs.speeds),
    progress.advance,
  ).finally(progress.stop); // a line printed beside a bar garbles the terminal
  for (const { path, reason } of [...corpus.refused, ...data.refused]) {
    print(`left out ${path}: ${reason}`);
  }
  return data;
}

async function train(
  task: FitTask,
  run: TrainingRun,
  { validation }: TrainingData,
): Promise<void> {
  const firstEpoch = run.history.length;
  if (firstEpoch > 0) print(`resumed after epoch ${firstEpoch}`);
  const started = performance.now();
  let progress: Progress | undefined;
  const onStep = () => {
    progress ??= showProgress("epoch", stepsPerEpoch(task), "steps");
    progress.advance();
  };
  for await (const record of run.train(validation, onStep)) {
    progress?.stop();
    progress = undefined;
    const epochMs = (performance.now() - started) / (record.epoch - firstEpoch);
    print(epochLine(record, task.knobs.epochs, epochMs));
  }
}

function epochLine(
  { epoch, loss, validation }: EpochRecord,
  epochs: number,
  epochMs: number,
): string {
  const left = Math.round((epochs - epoch) * epochMs / 60_000);
  return [
    `epoch ${epoch}/${epochs}`,
    `loss ${loss.toFixed(3)}`,
    validation &&
    `validation loss ${validation.loss.toFixed(3)} UAR ${
      (100 * validation.uar).toFixed(1)
    } %`,
    `${(epochMs / 1000).toFixed(1)} s an epoch, ${left} min left`,
  ].filter(Boolean).join("  ");
}
