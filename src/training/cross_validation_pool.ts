/**
 * From what all runs of a cross-validation heard to how good the recipe is.
 *
 * @module
 */
import type { HeardRun } from "./cross_validation_calibration.ts";
import { evaluate, type Evaluation } from "./evaluation.ts";
import { utteranceAnswer } from "./measures/answers.ts";
import type { Interval } from "./measures/bootstrap.ts";
import { uarChange } from "./measures/uar_change.ts";
import type { Outcome } from "./outcomes.ts";
import { computeScores, rounded, type Scores } from "./scores.ts";

/** A measure over seeds, rounded to 4 places. */
export interface Spread {
  readonly mean: number;
  /** Of the sample, by n - 1; null of a single seed. */
  readonly sd: number | null;
  /** In the order of the seeds. */
  readonly perSeed: readonly number[];
}

const MEASURES = ["uar", "accuracy", "macroF1"] as const;

/** Measures of whole clips, each over seeds. */
export type Spreads = Readonly<Record<typeof MEASURES[number], Spread>>;

/** How the recipe fares under a condition. */
export interface ConditionResults {
  /** Of all folds' clips together, each heard by the one run that never heard its voice before. */
  readonly pooled: Spreads;
  readonly perFold: Readonly<Record<string, Spreads>>;
  /**
   * Of all seeds together, at temperature 1. As each seed hears the same clips,
   * its shares are means over seeds (UAR and its interval, accuracy, recalls,
   * actors), and its counts are sums.
   */
  readonly allSeeds: Evaluation;
  /** Of each seed alone, in their order. */
  readonly seeds: readonly Evaluation[];
}

/** What a condition costs, in shares of 1; below 0 is a loss. */
export interface Difference {
  readonly condition: string;
  readonly against: string;
  readonly uar: Spread;
  /** Of the mean UAR over seeds, over bootstrap samples of actors, both sides drawn together. */
  readonly uarInterval: Interval;
  readonly accuracy: Spread;
}

/** What was heard under a condition. */
export interface HeardCondition {
  readonly condition: string;
  /** Every fold under every seed. */
  readonly runs: readonly HeardRun[];
}

/**
 * Measures the runs of one condition.
 *
 * @param runs Every fold under every seed.
 */
export function poolCondition(
  runs: readonly HeardRun[],
  labels: readonly string[],
): ConditionResults {
  const allSeeds = evaluate(outcomesOf(runs), labels);
  const byFold = Map.groupBy(runs, ({ fold }) => fold);
  return {
    pooled: spreadsOf(runs, labels.length),
    perFold: Object.fromEntries(
      [...byFold].map(([fold, own]) => [fold, spreadsOf(own, labels.length)]),
    ),
    allSeeds,
    seeds: bySeed(runs).map((own) => evaluate(outcomesOf(own), labels)),
  };
}

/** A measure of each seed's runs, over the seeds. */
export function spreadOver(
  runs: readonly HeardRun[],
  measure: (runs: readonly HeardRun[]) => number,
): Spread {
  return spreadOf(bySeed(runs).map(measure));
}

/** Mean and standard deviation of values. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.map((value) => (value - mean) ** 2);
  const sum = squares.reduce((total, square) => total + square, 0);
  return {
    mean: rounded(mean),
    sd: values.length > 1
      ? rounded(Math.sqrt(sum / (values.length - 1)))
      : null,
    perSeed: values.map(rounded),
  };
}

/** What a condition costs against another, seed by seed. */
export function differenceOf(
  after: HeardCondition,
  before: HeardCondition,
  labelCount: number,
): Difference {
  const [now, then] = [after, before].map(({ runs }) =>
    scoresBySeed(runs, labelCount)
  );
  const less = (measure: "uar" | "accuracy") =>
    spreadOf(now!.map((scores, i) => scores[measure] - then![i]![measure]));
  const [was, is] = [before, after].map(({ runs }) => outcomesOf(runs));
  return {
    condition: after.condition,
    against: before.condition,
    uar: less("uar"),
    uarInterval: uarChange(was!, is!, labelCount).interval,
    accuracy: less("accuracy"),
  };
}

function spreadsOf(runs: readonly HeardRun[], labelCount: number): Spreads {
  const scores = scoresBySeed(runs, labelCount);
  const spread = (measure: typeof MEASURES[number]) =>
    spreadOf(scores.map((score) => score[measure]));
  return {
    uar: spread("uar"),
    accuracy: spread("accuracy"),
    macroF1: spread("macroF1"),
  };
}

function scoresBySeed(
  runs: readonly HeardRun[],
  labelCount: number,
): Scores[] {
  return bySeed(runs).map((own) =>
    computeScores(outcomesOf(own).map(utteranceAnswer), labelCount)
  );
}

/** The runs of each seed, seeds by size. */
function bySeed(runs: readonly HeardRun[]): HeardRun[][] {
  return [...Map.groupBy(runs, ({ seed }) => seed)]
    .sort(([a], [b]) => a - b)
    .map(([, own]) => own);
}

function outcomesOf(runs: readonly HeardRun[]): Outcome[] {
  return runs.flatMap(({ outcomes }) => outcomes);
}
