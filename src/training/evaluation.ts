/**
 * From what was heard in many clips to how good a model is.
 *
 * @module
 */
import { type Abstention, measureAbstention } from "./measures/abstention.ts";
import { utteranceAnswer, windowAnswers } from "./measures/answers.ts";
import { bootstrapInterval, type Interval } from "./measures/bootstrap.ts";
import {
  type Calibration,
  measureCalibration,
} from "./measures/calibration.ts";
import { hearingCurve, type HearingPoint } from "./measures/hearing_curve.ts";
import { tallyRecalls, uarOf } from "./measures/recall_tally.ts";
import { measureSteadiness, type Steadiness } from "./measures/steadiness.ts";
import {
  type GroupScores,
  scoresByGroup,
  type SpeakerScores,
  worstSpeaker,
} from "./measures/subgroups.ts";
import type { Outcome } from "./outcomes.ts";
import { type Answer, computeScores, rounded, type Scores } from "./scores.ts";

/** The measures of an evaluation; shares of 1, rounded to 4 places. */
export interface Evaluation {
  /** Of whole clips. A clip on which nothing was heard as speech counts as wrong. */
  readonly utterance: Measures & {
    /** 95 % of actor-level bootstrap samples have a UAR within. */
    readonly uarInterval: Interval;
  };
  /** Of the windows in which speech was heard. */
  readonly window: Measures;
  readonly perActor: Readonly<Record<string, GroupScores>>;
  readonly worstActor: SpeakerScores;
  /** Women and men, as far as a corpus tells; empty if it does not. */
  readonly bySex: Readonly<Record<string, GroupScores>>;
  /** Normal and strong, as far as a corpus tells; nobody is strongly neutral. */
  readonly byIntensity: Readonly<Record<string, GroupScores>>;
  /** Of whole clips, counts `[true label][answered label]`. */
  readonly confusion: Scores["confusion"];
  /** Of whole clips, by label; null for a label that no clip has. */
  readonly perClassRecall: Readonly<Record<string, number | null>>;
  readonly coverage: {
    readonly clips: number;
    /** Clips on which something was heard as speech. */
    readonly heardClips: number;
    readonly windows: number;
    /** Windows in which speech was heard. */
    readonly speechWindows: number;
  };
  /** Of whole clips. */
  readonly calibration: Calibration;
  readonly abstention: Abstention;
  /** What is known so many seconds after the first speech. */
  readonly hearingCurve: readonly HearingPoint[];
  readonly streaming: Steadiness;
}

type Measures = Pick<
  Scores,
  "count" | "uar" | "accuracy" | "macroF1" | "ece"
>;

/**
 * Measures outcomes.
 *
 * @param temperature What the model that gave them divides its logits by, if it
 * is one and known.
 * @throws {RangeError} If there is none.
 */
export function evaluate(
  outcomes: readonly Outcome[],
  labels: readonly string[],
  temperature: number | null = null,
): Evaluation {
  const answers = outcomes.map(utteranceAnswer);
  const utterance = computeScores(answers, labels.length);
  const groups = (groupOf: (outcome: Outcome) => string | undefined) =>
    scoresByGroup(outcomes, labels.length, groupOf);
  const perActor = groups(({ clip }) => clip.speaker);
  const windows = outcomes.flatMap(windowAnswers);
  const heard = windows.filter(({ posterior }) => posterior !== null);
  return {
    utterance: {
      ...measures(utterance),
      uarInterval: uarInterval(outcomes, labels.length),
    },
    window: windowMeasures(heard, labels.length),
    perActor,
    worstActor: worstSpeaker(perActor),
    bySex: groups(({ clip }) => clip.ravdess?.sex),
    byIntensity: groups(({ clip }) => clip.ravdess?.intensity),
    confusion: utterance.confusion,
    perClassRecall: Object.fromEntries(
      utterance.recalls.map((recall, i) => [
        labels[i]!,
        recall === null ? null : rounded(recall),
      ]),
    ),
    coverage: {
      clips: outcomes.length,
      heardClips: outcomes.length - utterance.unanswered,
      windows: windows.length,
      speechWindows: heard.length,
    },
    calibration: measureCalibration(answers, labels.length, temperature),
    abstention: measureAbstention(outcomes),
    hearingCurve: hearingCurve(outcomes, labels.length),
    streaming: measureSteadiness(outcomes),
  };
}

function uarInterval(
  outcomes: readonly Outcome[],
  labelCount: number,
): Interval {
  const bySpeaker = Map.groupBy(outcomes, ({ clip }) => clip.speaker);
  const tallies = [...bySpeaker.values()].map((own) =>
    tallyRecalls(own.map(utteranceAnswer), labelCount)
  );
  return bootstrapInterval(tallies, uarOf);
}

function windowMeasures(
  heard: readonly Answer[],
  labelCount: number,
): Measures {
  if (heard.length === 0) return NO_MEASURES;
  return measures(computeScores(heard, labelCount));
}

const NO_MEASURES: Measures = {
  count: 0,
  uar: 0,
  accuracy: 0,
  macroF1: 0,
  ece: 0,
};

function measures({ count, ...scores }: Scores): Measures {
  return {
    count,
    uar: rounded(scores.uar),
    accuracy: rounded(scores.accuracy),
    macroF1: rounded(scores.macroF1),
    ece: rounded(scores.ece),
  };
}
