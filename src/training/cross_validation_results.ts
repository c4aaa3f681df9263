/**
 * The results of a cross-validation: one object, which is the results file.
 *
 * @module
 */
import type { Corpus } from "./clip.ts";
import {
  answersOfRuns,
  eceAt,
  fitCalibration,
  type HeardRun,
  type PooledCalibration,
} from "./cross_validation_calibration.ts";
import {
  type PlannedRun,
  type Protocol,
  seedsOf,
} from "./cross_validation_plan.ts";
import {
  type ConditionResults,
  type Difference,
  differenceOf,
  type HeardCondition,
  poolCondition,
  type Spread,
  spreadOver,
} from "./cross_validation_pool.ts";
import type { KeptRun } from "./cross_validation_store.ts";
import type { FoldName } from "./folds.ts";
import { reliabilityBins } from "./measures/calibration.ts";
import { recipeOf, seedless, type SeedlessRecipe } from "./recipe.ts";
import type { ReliabilityBin } from "./scores.ts";
import { speakersOf } from "./training_data.ts";

/** Version of the file's form. */
export const RESULTS_FORMAT = 3;

/** Expected calibration error, 15 bins, of each seed's answers to whole clips. */
export interface CalibrationErrors {
  /** At temperature 1. */
  readonly before: Spread;
  /** At the fitted temperature. */
  readonly after: Spread;
  /** Each fold's answers at the temperature that the other folds ask for; none of a single fold. */
  readonly crossFitted?: Spread;
}

/** The reliability of all seeds' answers to whole clips, at the same temperatures. */
export interface CalibrationBins {
  readonly before: readonly ReliabilityBin[];
  readonly after: readonly ReliabilityBin[];
  readonly crossFitted?: readonly ReliabilityBin[];
}

/** What `results.json` holds; shares are of 1. */
export interface CrossValidation {
  readonly format: typeof RESULTS_FORMAT;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly labels: readonly string[];
  readonly protocol: Omit<Protocol, "knobs"> & {
    readonly corpus: {
      readonly clips: number;
      readonly songs: number;
      readonly speakers: readonly string[];
    };
    /** All that is trained by, but for the seed. */
    readonly recipe: SeedlessRecipe;
  };
  readonly conditions: Readonly<Record<string, ConditionResults>>;
  /** Each condition against the first. */
  readonly differences: readonly Difference[];
  readonly calibration: PooledCalibration & {
    readonly ece: Readonly<Record<string, CalibrationErrors>>;
    readonly bins: Readonly<Record<string, CalibrationBins>>;
  };
  readonly runs: readonly RunSummary[];
}

/** One run, for the record. */
export interface RunSummary {
  readonly fold: string;
  /** Of its networks. */
  readonly seeds: readonly number[];
  readonly date: string;
  readonly weightsSha256: string;
  readonly trainClips: number;
  readonly trainSpeakers: readonly string[];
  readonly testClips: number;
  /** Test clips whose files could not be heard; they count nowhere. */
  readonly refused: number;
}

/** A run that was planned, and what it gave. */
export type FinishedRun = readonly [PlannedRun, KeptRun];

/**
 * Pools all runs of a protocol.
 *
 * @param finished Every fold under every seed, each heard under every condition.
 */
export function poolRuns(
  corpus: Corpus,
  protocol: Protocol,
  finished: readonly FinishedRun[],
  today: Date,
): CrossValidation {
  const { labels } = corpus;
  const heard = protocol.conditions.map((condition): HeardCondition => ({
    condition,
    runs: finished.map(([, kept]) => heardRun(kept, condition)),
  }));
  const calibration = fitCalibration(heard.flatMap(({ runs }) => runs));
  const byCondition = <T>(measure: (runs: HeardCondition["runs"]) => T) =>
    Object.fromEntries(
      heard.map(({ condition, runs }) => [condition, measure(runs)]),
    );
  return {
    format: RESULTS_FORMAT,
    date: today.toISOString().slice(0, 10),
    labels,
    protocol: protocolOf(corpus, protocol),
    conditions: byCondition((runs) => poolCondition(runs, labels)),
    differences: heard.slice(1).map((other) =>
      differenceOf(other, heard[0]!, labels.length)
    ),
    calibration: {
      ...calibration,
      ece: byCondition((runs) =>
        atTemperatures(
          runs,
          calibration,
          (at) => spreadOver(runs, (some) => eceAt(some, at, labels.length)),
        )
      ),
      bins: byCondition((runs) =>
        atTemperatures(
          runs,
          calibration,
          (at) => reliabilityBins(answersOfRuns(runs, at)),
        )
      ),
    },
    runs: finished.map(summaryOf),
  };
}

function protocolOf(corpus: Corpus, { knobs, ...protocol }: Protocol) {
  const recipe = seedless(recipeOf(corpus.labels.length, knobs));
  return { ...protocol, corpus: countsOf(corpus), recipe };
}

function heardRun(kept: KeptRun, condition: string): HeardRun {
  const { fold, seed, heard } = kept;
  return { fold, seed, condition, outcomes: heard[condition]!.outcomes };
}

/** Measures runs at temperature 1, at the fitted one, and each fold at that of the others. */
function atTemperatures<T>(
  runs: readonly HeardRun[],
  { temperature, withoutFold }: PooledCalibration,
  measure: (temperatureOf: (fold: FoldName) => number) => T,
) {
  const known = {
    before: measure(() => 1),
    after: measure(() => temperature),
  };
  const isCross = runs.every(({ fold }) => Object.hasOwn(withoutFold, fold));
  return isCross
    ? { ...known, crossFitted: measure((fold) => withoutFold[fold]!) }
    : known;
}

function countsOf({ clips }: Corpus) {
  const songs = clips.filter(({ ravdess }) => ravdess?.vocalChannel === "song");
  return {
    clips: clips.length,
    songs: songs.length,
    speakers: speakersOf(clips),
  };
}

function summaryOf([run, kept]: FinishedRun): RunSummary {
  const { train, test } = run.split;
  const refused = Object.values(kept.heard).map(({ refused }) =>
    refused.length
  );
  return {
    fold: run.fold,
    seeds: seedsOf(run),
    date: kept.date,
    weightsSha256: kept.weightsSha256,
    trainClips: train.length,
    trainSpeakers: speakersOf(train),
    testClips: test.length,
    refused: Math.max(...refused),
  };
}
