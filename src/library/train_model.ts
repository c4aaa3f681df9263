/**
 * Trains a network on data that is in memory, as `deno task train` does on files.
 *
 * @module
 */
import { startWasmBackend } from "../model/wasm_backend.ts";
import type { FitTask } from "../training/fit.ts";
import { KNOBS } from "../training/knobs.ts";
import { recipeTask } from "../training/recipe.ts";
import { splitCorpus } from "../training/split.ts";
import { trainedCard } from "../training/trained_card.ts";
import type { TrainingClip } from "../training/training_clip.ts";
import { splitSha256, type TrainingData } from "../training/training_data.ts";
import { type EpochRecord, TrainingRun } from "../training/training_run.ts";
import { vouchFor } from "../training/write_model.ts";
import type { ParallelModel } from "./parallel_model.ts";
import type { EmotionData } from "./preprocess_data.ts";

/**
 * The knobs of the recipe that other data may need; `deno task train --help` tells
 * of all and of their reasons.
 */
export interface TrainKnobs {
  /** @default {60} */
  readonly epochs?: number;
  /** The same seed gives the same weights. @default {0} */
  readonly seed?: number;
  /** @default {16} */
  readonly batchSize?: number;
  /** Lengths of what is heard at a time, in frames of 10 ms. @default {[100, 150, 200, 250, 300]} */
  readonly cropFrames?: readonly number[];
  /** Of AdamW, at the top of the schedule. @default {0.002} */
  readonly learningRate?: number;
  /** Of Muon, at the top of the schedule. @default {0.01} */
  readonly matrixRate?: number;
  /** Before the last layer. @default {0.3} */
  readonly dropout?: number;
}

/** How a network is trained. */
export interface TrainOptions {
  /** What differs from the recipe. */
  readonly knobs?: TrainKnobs | undefined;
  /** Hears of each epoch. */
  readonly onEpoch?: ((epoch: EpochRecord) => void) | undefined;
  /** Ends the training between two epochs when it aborts; the model stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains a network from its beginning: the same data and knobs give the same
 * weights. Temperature and threshold are fitted on the validation data.
 *
 * @returns Each epoch's loss, and how the validation data fared.
 * @throws {RangeError} If the labels are not as many as the model's, a label or a
 * batch has too few recordings, or a speaker or recording is in both data.
 *
 * @example Two sounds, in seconds; real data takes the recipe as it is, and hours
 * ```ts
 * import { classify, createModel, preprocessData, trainModel } from "../mod.ts";
 *
 * const sound = (power: number, step: number) => ({
 *   sampleRateHz: 16_000,
 *   channels: [Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i / step) ** power / 2)],
 * });
 * const recordings = (steps: number[]) =>
 *   steps.flatMap((step) => [
 *     { recording: sound(1, step), label: "calm" },
 *     { recording: sound(5, step), label: "angry" },
 *   ]);
 * const options = { speeds: [1] };
 * const trainData = await preprocessData(recordings([20, 22, 24, 26]), options);
 * const valData = await preprocessData(recordings([21, 25]), options);
 *
 * const model = createModel({ numEmotions: 2 });
 * const history = await trainModel(model, trainData, valData, {
 *   knobs: { epochs: 2, batchSize: 4, cropFrames: [50] },
 * });
 * console.log(history.map(({ epoch, loss }) => [epoch, loss]));
 * console.log(await classify(model, sound(1, 23)));
 * model.dispose();
 * ```
 */
export async function trainModel(
  model: ParallelModel,
  trainData: EmotionData,
  valData: EmotionData,
  { knobs, onEpoch = () => {}, signal }: TrainOptions = {},
): Promise<readonly EpochRecord[]> {
  checkLabels(model, trainData, valData);
  const data = await trainingData(trainData, valData);
  const { speeds } = trainData;
  const task = recipeTask(data, { ...KNOBS, ...knobs, speeds });
  await startWasmBackend();
  const run = TrainingRun.begin(task, data.sha256);
  signal?.throwIfAborted();
  for await (const epoch of run.train(data.validation, () => {})) {
    onEpoch(epoch);
    signal?.throwIfAborted();
  }
  await model.take(await partsOf(model.name, task, run, data));
  return run.history;
}

async function partsOf(
  name: string,
  task: FitTask,
  run: TrainingRun,
  data: TrainingData,
) {
  const draft = trainedCard({ name, task, run, data }, new Date());
  const weights = [run.state.average];
  const { card } = await vouchFor(draft, weights);
  return { card, weights };
}

function checkLabels(
  { numEmotions }: ParallelModel,
  { labels }: EmotionData,
  valData: EmotionData,
): void {
  if (labels.length !== numEmotions) {
    throw new RangeError(
      `Cannot train as the training data must have the model's ${numEmotions} labels: current value is ${labels.length}, ${
        labels.join(", ")
      }`,
    );
  }
  const unknown = valData.labels.find((label) => !labels.includes(label));
  if (unknown === undefined) return;
  throw new RangeError(
    `Cannot train as each label of the validation data must be one of the training data's, ${
      labels.join(", ")
    }: current value is "${unknown}"`,
  );
}

/** The two sides as a corpus whose manifest says which is which. */
async function trainingData(
  train: EmotionData,
  validation: EmotionData,
): Promise<TrainingData> {
  const { labels } = train;
  const sideOf = (data: EmotionData, split: "train" | "validation") =>
    data.clips.map(({ clip }) => ({ ...clip, split }));
  const split = splitCorpus({
    labels,
    clips: [...sideOf(train, "train"), ...sideOf(validation, "validation")],
    refused: [],
    skipped: {},
    duplicates: [],
    speakersKnown: true,
  }, { by: "corpus", seed: 0 });
  return {
    labels,
    split,
    train: featuresOf(train, labels),
    validation: featuresOf(validation, labels),
    refused: [...train.refused, ...validation.refused],
    sha256: await splitSha256(split),
  };
}

function featuresOf(
  { clips }: EmotionData,
  labels: readonly string[],
): TrainingClip[] {
  return clips.map(({ clip, features }) => ({
    label: labels.indexOf(clip.label),
    speaker: clip.speaker,
    isSong: false,
    variants: features,
  }));
}
