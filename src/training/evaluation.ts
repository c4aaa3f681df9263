/**
 * From what was heard in many clips to how good a model is.
 *
 * @module
 */
import type { Outcome } from "./outcomes.ts";
import { Random } from "./random.ts";
import { type Answer, computeScores, rounded, type Scores } from "./scores.ts";

/** Scores of one speaker. */
export interface SpeakerScores {
  readonly clips: number;
  readonly uar: number;
  readonly accuracy: number;
}

/** The measures of an evaluation; shares of 1, rounded to 4 places. */
export interface Evaluation {
  /** Of whole clips. A clip on which nothing was heard as speech counts as wrong. */
  readonly utterance: Measures & {
    /** 95 % of actor-level bootstrap samples have a UAR within. */
    readonly uarInterval: readonly [number, number];
  };
  /** Of the windows in which speech was heard. */
  readonly window: Measures;
  readonly perActor: Readonly<Record<string, SpeakerScores>>;
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
}

type Measures = Pick<
  Scores,
  "count" | "uar" | "accuracy" | "macroF1" | "ece"
>;

/**
 * Measures outcomes.
 *
 * @throws {RangeError} If there is none.
 */
export function evaluate(
  outcomes: readonly Outcome[],
  labels: readonly string[],
): Evaluation {
  const score = (answers: readonly Answer[]) =>
    computeScores(answers, labels.length);
  const utterance = score(outcomes.map(utteranceAnswer));
  const windows = outcomes.flatMap(windowAnswers);
  const heard = windows.filter(({ posterior }) => posterior !== null);
  const bySpeaker = Map.groupBy(outcomes, ({ clip }) => clip.speaker);
  const uarOf = (some: readonly Outcome[]) =>
    score(some.map(utteranceAnswer)).uar;
  return {
    utterance: {
      ...measures(utterance),
      uarInterval: bootstrapInterval([...bySpeaker.values()], uarOf),
    },
    window: heard.length > 0 ? measures(score(heard)) : NO_MEASURES,
    perActor: Object.fromEntries(
      [...bySpeaker].map(([speaker, own]) => {
        const scores = score(own.map(utteranceAnswer));
        const { count: clips, uar, accuracy } = measures(scores);
        return [speaker, { clips, uar, accuracy }];
      }),
    ),
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
  };
}

function utteranceAnswer({ label, utterance }: Outcome): Answer {
  return { label, posterior: utterance };
}

function windowAnswers({ label, windows }: Outcome): Answer[] {
  return windows.map((posterior) => ({ label, posterior }));
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

/** So many samples leave the interval's ends uncertain by half a point of UAR. */
const BOOTSTRAP_SAMPLES = 1_000;

/**
 * The interval within which a measure lies in 95 % of samples of speakers,
 * drawn with replacement: clips of one voice are no independent evidence.
 */
function bootstrapInterval(
  groups: readonly (readonly Outcome[])[],
  measure: (outcomes: readonly Outcome[]) => number,
): [number, number] {
  const random = new Random(0, "bootstrap");
  const values = Float64Array.from(
    { length: BOOTSTRAP_SAMPLES },
    () => measure(groups.flatMap(() => random.pick(groups))),
  ).sort();
  const at = (share: number) =>
    rounded(values[Math.round(share * (BOOTSTRAP_SAMPLES - 1))]!);
  return [at(0.025), at(0.975)];
}
