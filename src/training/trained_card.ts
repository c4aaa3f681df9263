/**
 * The card of a model that was just trained.
 *
 * @module
 */
import {
  answersOf,
  fitTemperature,
  meanLoss,
  uncertainBelow,
} from "./calibrate.ts";
import { isSong } from "./clip.ts";
import type { FitTask } from "./fit.ts";
import { computeScores, rounded } from "./scores.ts";
import { speakersOf, type TrainingData } from "./training_data.ts";
import type { TrainingRun } from "./training_run.ts";
import { type Judgement, WINDOW_EMBEDDINGS } from "./validate.ts";
import type { CardDraft } from "./write_model.ts";

/** How a model's confidence is to be read. */
export interface Calibration {
  /** Logits are divided by it. */
  readonly temperature: number;
  /** Confidence below which a prediction is called uncertain. */
  readonly uncertainBelow: number;
  /** What it was fitted on, for the card. */
  readonly from: unknown;
}

/** What a card is made from. */
export interface TrainedParts {
  readonly name: string;
  readonly task: FitTask;
  readonly run: TrainingRun;
  readonly data: TrainingData;
  /** In place of one that is fitted on the validation clips. */
  readonly calibration?: Calibration | undefined;
  /** Terms of the weights; by default those of RAVDESS, if it was trained on that. */
  readonly licence?: string | undefined;
}

/** 97 frames, 1 s: the shortest crop that training draws. */
const FIRST_EMBEDDINGS = 10;

const RAVDESS_LICENCE =
  "CC BY-NC-SA 4.0, as the recordings the weights were trained on (Livingstone & Russo 2018, RAVDESS, Zenodo 1188976): not for commercial use. Train on recordings of your own for any other use.";

/** Everything but the weights' hash. */
export function trainedCard(
  parts: TrainedParts,
  today: Date,
): CardDraft {
  const { name, task, run, data } = parts;
  const judgements = run.judge(data.validation);
  const calibration = parts.calibration ?? calibrate(judgements);
  const { temperature, uncertainBelow } = calibration;
  return {
    name,
    created: today.toISOString().slice(0, 10),
    labels: [...data.labels],
    features: task.features,
    statistics: {
      mean: Array.from(task.statistics.mean),
      deviation: Array.from(task.statistics.deviation),
    },
    network: {
      ...task.network,
      convolutions: [...task.network.convolutions],
    },
    window: {
      embeddings: WINDOW_EMBEDDINGS,
      firstEmbeddings: FIRST_EMBEDDINGS,
    },
    temperature,
    uncertainBelow,
    training: trainingOf(parts, calibration),
    scores: scoresOf(judgements, data.labels.length, temperature),
    licence: parts.licence ?? defaultLicence(data),
  };
}

/** By what the validation clips were taken for; without any, nothing is known. */
export function calibrate(judgements: readonly Judgement[]): Calibration {
  if (judgements.length === 0) {
    return { temperature: 1, uncertainBelow: 0, from: "nothing" };
  }
  const temperature = fitTemperature(judgements);
  return {
    temperature,
    uncertainBelow: uncertainBelow(judgements, temperature),
    from: "the validation clips",
  };
}

function trainingOf(
  { task, run, data }: TrainedParts,
  { from }: Calibration,
) {
  const side = (clips: TrainingData["split"]["train"]) => {
    const songs = clips.filter(isSong).length;
    return {
      clips: clips.length,
      ...songs > 0 && { songs },
      speakers: speakersOf(clips),
    };
  };
  return {
    train: side(data.split.train),
    validation: side(data.split.validation),
    test: side(data.split.test),
    ...corpusOf(data),
    dataSha256: data.sha256,
    weightsAre: "the running average after the last epoch",
    steps: run.state.step,
    knobs: task.knobs,
    calibratedOn: from,
  };
}

/** How the validation clips fared, at the card's temperature. */
export function scoresOf(
  judgements: readonly Judgement[],
  labelCount: number,
  temperature: number,
) {
  if (judgements.length === 0) return {};
  const measured = computeScores(
    answersOf(judgements, temperature),
    labelCount,
  );
  return {
    of: "validation clips, each by the three seconds that end with its speech",
    clips: measured.count,
    uar: rounded(measured.uar),
    accuracy: rounded(measured.accuracy),
    macroF1: rounded(measured.macroF1),
    ece: rounded(measured.ece),
    loss: rounded(meanLoss(judgements, temperature)),
  };
}

/** Which corpus it was, if it is one that the world knows. */
function corpusOf(data: TrainingData) {
  return isRavdess(data) ? { corpus: "RAVDESS" } : {};
}

function isRavdess({ split }: TrainingData): boolean {
  return split.train.some(({ ravdess }) => ravdess);
}

function defaultLicence(data: TrainingData): string {
  return isRavdess(data)
    ? RAVDESS_LICENCE
    : "Not stated: the terms of the recordings it was trained on apply.";
}
