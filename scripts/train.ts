/**
 * Trains the emotion classifier and writes models/NAME.
 *
 *     deno task train --corpus DIR --name NAME
 *     deno task train --manifest FILE.csv --name NAME
 *
 *     --fold F0..F4            a fold of Luna-Jiménez et al. 2021 (RAVDESS)
 *     --test-actors 1,2        or speakers by name: left out of training,
 *     --validation-actors 3,4  and these are watched while it runs
 *     --song                   train on the song clips of the training actors too
 *     --epochs N               default 80
 *     --seed N                 default 0; the same seed gives the same weights
 *     --resume                 go on where a killed run of this name stopped
 *     --models DIR             default models
 *     --cache DIR              features, default .cache/features
 *     --licence TEXT           terms of the weights, for the card
 *
 * What is trained is what is served: the features are src/audio, the layers
 * src/model/network.ts. Every other knob stands, with its reason, in
 * src/training/knobs.ts and fit_knobs.ts, and all of them go into the card.
 */
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { FEATURES } from "../src/audio/feature_spec.ts";
import { recipeNetwork } from "../src/model/network_spec.ts";
import { startWasmBackend } from "../src/model/wasm_backend.ts";
import { type CorpusSource, readCorpus } from "../src/training/corpus.ts";
import { FeatureCache } from "../src/training/feature_cache.ts";
import { type FitTask, stepsPerEpoch } from "../src/training/fit.ts";
import { FIT_KNOBS } from "../src/training/fit_knobs.ts";
import { parseFoldName } from "../src/training/folds.ts";
import { KNOBS } from "../src/training/knobs.ts";
import type { SplitChoice } from "../src/training/split.ts";
import { bandStatistics } from "../src/training/statistics.ts";
import { trainedCard } from "../src/training/trained_card.ts";
import {
  readTrainingData,
  speakersOf,
  type TrainingData,
} from "../src/training/training_data.ts";
import { type EpochRecord, TrainingRun } from "../src/training/training_run.ts";
import { writeModel } from "../src/training/write_model.ts";

const USAGE =
  "usage: deno task train (--corpus DIR | --manifest CSV) --name NAME [--fold F0..F4 | --test-actors 1,2 --validation-actors 3,4] [--song] [--epochs N] [--seed N] [--resume] [--models DIR] [--cache DIR] [--licence TEXT]";

const OPTIONS = {
  corpus: { type: "string" },
  manifest: { type: "string" },
  name: { type: "string" },
  fold: { type: "string" },
  "test-actors": { type: "string" },
  "validation-actors": { type: "string" },
  song: { type: "boolean", default: false },
  epochs: { type: "string", default: String(FIT_KNOBS.epochs) },
  seed: { type: "string", default: String(FIT_KNOBS.seed) },
  resume: { type: "boolean", default: false },
  models: { type: "string", default: "models" },
  cache: { type: "string", default: ".cache/features" },
  licence: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

const RUNS = ".cache/runs";

type Flags = ReturnType<typeof readFlags>;

if (import.meta.main) {
  try {
    await main(readFlags(Deno.args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}

function readFlags(args: string[]) {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    Deno.exit(0);
  }
  if (!values.corpus === !values.manifest) {
    throw new TypeError(
      `Cannot train as one of --corpus and --manifest must be given\n${USAGE}`,
    );
  }
  const name = values.name ?? "";
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(name)) {
    throw new TypeError(
      `Cannot train as --name must be a folder's name of letters, digits, ".", "_" and "-": current value is "${name}"`,
    );
  }
  const epochs = wholeNumber("epochs", values.epochs, 1);
  const seed = wholeNumber("seed", values.seed, 0);
  return { ...values, name, epochs, seed };
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) {
    return value;
  }
  throw new RangeError(
    `Cannot train as --${flag} must be a whole number from ${least} on: current value is "${text}"`,
  );
}

function splitChoice(flags: Flags): SplitChoice {
  const test = flags["test-actors"];
  const validation = flags["validation-actors"];
  const bySpeakers = test !== undefined || validation !== undefined;
  if (flags.fold !== undefined) {
    if (bySpeakers) {
      throw new TypeError(
        "Cannot split the corpus as --fold and --test-actors or --validation-actors exclude each other: both are given",
      );
    }
    return { by: "fold", fold: parseFoldName(flags.fold) };
  }
  if (!bySpeakers) return { by: "corpus", seed: flags.seed };
  const list = (text = "") =>
    text.split(",").map((name) => name.trim()).filter(Boolean);
  return { by: "speakers", test: list(test), validation: list(validation) };
}

async function main(flags: Flags): Promise<void> {
  const data = await readData(flags);
  const task: FitTask = {
    network: recipeNetwork(data.labels.length),
    features: FEATURES,
    statistics: bandStatistics(data.train),
    clips: data.train,
    fit: { ...FIT_KNOBS, epochs: flags.epochs, seed: flags.seed },
    batches: KNOBS,
  };
  await startWasmBackend();
  await Deno.mkdir(RUNS, { recursive: true });
  const file = `${RUNS}/${flags.name}.checkpoint`;
  const run = flags.resume
    ? await TrainingRun.resume(task, data.sha256, file)
    : TrainingRun.begin(task, data.sha256, file);
  await train(task, run, data);

  const folder = `${flags.models}/${flags.name}`;
  const card = trainedCard({ ...flags, task, run, data }, new Date());
  const { temperature } = await writeModel(folder, card, run.state.average);
  await Deno.remove(file);
  console.log(`wrote ${folder}: temperature ${temperature}`);
}

async function readData(flags: Flags): Promise<TrainingData> {
  const source: CorpusSource = flags.manifest !== undefined
    ? { manifest: flags.manifest }
    : {
      directory: flags.corpus!,
      vocalChannel: flags.song ? "both" : "speech",
    };
  const corpus = await readCorpus(source);
  const bar = progressBar("features {bar} {value}/{total} clips");
  let done = 0;
  const cache = new FeatureCache(flags.cache);
  const data = await readTrainingData(
    corpus,
    splitChoice(flags),
    cache,
    (clipCount) => bar?.setTotal(clipCount) ?? bar?.update(++done),
  );
  bar?.stop();
  for (const { path, reason } of [...corpus.refused, ...data.refused]) {
    console.error(`left out ${path}: ${reason}`);
  }
  for (const side of ["train", "validation", "test"] as const) {
    const clips = data.split[side];
    console.log(
      `${side}: ${clips.length} clips of speakers ${
        speakersOf(clips).join(" ") || "none"
      }`,
    );
  }
  return data;
}

async function train(
  task: FitTask,
  run: TrainingRun,
  { validation }: TrainingData,
): Promise<void> {
  const { epochs } = task.fit;
  const firstEpoch = run.history.length;
  if (firstEpoch > 0) console.log(`resumed after epoch ${firstEpoch}`);
  const stepCount = stepsPerEpoch(task);
  const started = performance.now();
  const bar = progressBar("epoch {bar} {value}/{total} steps  loss {loss}");
  bar?.start(stepCount, 0, { loss: "" });
  const onStep = (step: number, loss: number) =>
    bar?.update((step - 1) % stepCount + 1, { loss: loss.toFixed(3) });
  for await (const record of run.train(validation, onStep)) {
    const perEpoch = (performance.now() - started) /
      (record.epoch - firstEpoch);
    console.log(epochLine(record, epochs, perEpoch));
  }
  bar?.stop();
}

function epochLine(
  { epoch, loss, validationLoss, validationUar }: EpochRecord,
  epochs: number,
  perEpochMs: number,
): string {
  const validation = validationUar === undefined
    ? ""
    : `  validation loss ${validationLoss!.toFixed(3)} UAR ${
      (100 * validationUar).toFixed(1)
    } %`;
  const left = Math.round((epochs - epoch) * perEpochMs / 60_000);
  return `epoch ${epoch}/${epochs}  loss ${loss.toFixed(3)}${validation}  ${
    (perEpochMs / 1000).toFixed(1)
  } s an epoch, ${left} min left`;
}

/** A bar where somebody looks; a log gets the lines alone. */
function progressBar(format: string): SingleBar | undefined {
  if (!Deno.stderr.isTerminal()) return undefined;
  return new SingleBar({ format, clearOnComplete: true, hideCursor: true });
}
