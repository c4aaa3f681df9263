/**
 * One temperature, and one threshold for `uncertain`, from what all runs of a
 * cross-validation answered to voices they never heard.
 *
 * What is fitted are the very posteriors a client gets of a whole clip. A
 * session weighs the windows' posteriors `p_w = softmax(z_w / T)` by their
 * speech `s_w` and sends
 *
 *     q = softmax( sum_w s_w log p_w / S ),   S = sum_w s_w
 *
 * As `log p_w = z_w / T - log sum exp(z_w / T)`, and the second term is the same
 * for each label, it leaves the outer softmax as it is:
 *
 *     q = softmax( z / T ),   z = sum_w s_w z_w / S
 *
 * So `T log q` is `z` up to a constant, and a model that is served at T' sends
 * `softmax(T log q / T')`. The runs are heard at T = 1: the logits to fit are
 * `log q`, and no clip needs to be heard again. What is lost: a session counts
 * a window's probability below 1e-6 as 1e-6, and sends six decimals.
 *
 * @module
 */
import { answersOf, fitTemperature, uncertainBelow } from "./calibrate.ts";
import type { FoldName } from "./folds.ts";
import type { Outcome } from "./outcomes.ts";
import { type Answer, computeScores } from "./scores.ts";
import type { Judgement } from "./validate.ts";

/** What a run heard under a condition. */
export interface HeardRun {
  readonly fold: FoldName;
  /** Of its network, or of the first of several: the runs of a seed hear every clip once. */
  readonly seed: number;
  readonly condition: string;
  readonly outcomes: readonly Outcome[];
}

/** Temperature and threshold, and what they rest on. */
export interface PooledCalibration {
  readonly temperature: number;
  /** Confidence below which a prediction is called uncertain. */
  readonly uncertainBelow: number;
  /** By which rule that was chosen. */
  readonly rule: string;
  /** Answers, of all runs under all conditions, that both were fitted on. */
  readonly outputs: number;
  /** By fold: the temperature that the other folds alone ask for. */
  readonly withoutFold: Readonly<Record<string, number>>;
}

/** The smallest probability a session tells apart from none. */
const MIN_PROBABILITY = 1e-6;

/**
 * Hundreds of answers of every seed decide, so the search has room on both
 * sides: one that ended at an edge would say that something else is wrong.
 */
const TEMPERATURES = [0.25, 8] as const;

const RULE =
  "the confidence that the least confident fifth of the calibrated answers stays below";

/**
 * Fits temperature and threshold.
 *
 * @param runs Heard at temperature 1.
 * @throws {RangeError} If speech was heard on no clip.
 */
export function fitCalibration(runs: readonly HeardRun[]): PooledCalibration {
  const judgements = judgementsOf(runs);
  const temperature = fitTemperature(judgements, TEMPERATURES);
  return {
    temperature,
    uncertainBelow: uncertainBelow(judgements, temperature),
    rule: RULE,
    outputs: judgements.length,
    withoutFold: temperaturesWithoutFold(runs),
  };
}

/** Of each fold, so that it can be seen what a voice that had no say in it gets. */
function temperaturesWithoutFold(
  runs: readonly HeardRun[],
): Record<string, number> {
  const folds = [...new Set(runs.map(({ fold }) => fold))];
  const entries = folds.flatMap((fold) => {
    const others = judgementsOf(runs.filter((run) => run.fold !== fold));
    if (others.length === 0) return [];
    return [[fold, fitTemperature(others, TEMPERATURES)] as const];
  });
  return Object.fromEntries(entries);
}

/** What outcomes of temperature 1 would have been at another, clip by clip. */
export function answersAt(
  outcomes: readonly Outcome[],
  temperature: number,
): Answer[] {
  return outcomes.flatMap((outcome) => {
    const judgements = outcome.utterance ? [judgementOf(outcome)] : [];
    return judgements.length > 0
      ? answersOf(judgements, temperature)
      : [{ label: outcome.label, posterior: null }];
  });
}

/**
 * Expected calibration error of all that runs heard.
 *
 * @param temperatureOf For the runs of each fold.
 */
export function eceAt(
  runs: readonly HeardRun[],
  temperatureOf: (fold: FoldName) => number,
  labelCount: number,
): number {
  const answers = answersOfRuns(runs, temperatureOf);
  return computeScores(answers, labelCount).ece;
}

/**
 * What runs would have answered, all together.
 *
 * @param temperatureOf For the runs of each fold.
 */
export function answersOfRuns(
  runs: readonly HeardRun[],
  temperatureOf: (fold: FoldName) => number,
): Answer[] {
  return runs.flatMap(({ fold, outcomes }) =>
    answersAt(outcomes, temperatureOf(fold))
  );
}

function judgementsOf(runs: readonly HeardRun[]): Judgement[] {
  return runs.flatMap(({ outcomes }) =>
    outcomes.filter(({ utterance }) => utterance).map(judgementOf)
  );
}

function judgementOf({ label, utterance }: Outcome): Judgement {
  const logits = Float32Array.from(
    utterance!,
    (share) => Math.log(Math.max(share, MIN_PROBABILITY)),
  );
  return { label, logits };
}
