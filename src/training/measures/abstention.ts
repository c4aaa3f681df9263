/**
 * What is gained by not answering where the model is least sure.
 *
 * @module
 */
import type { Outcome } from "../outcomes.ts";
import { type Answer, argMax, rounded } from "../scores.ts";
import { utteranceAnswer } from "./answers.ts";

/** Accuracy over the surest clips. */
export interface CoveragePoint {
  /** Share of the clips that are answered. */
  readonly coverage: number;
  readonly accuracy: number;
  /** The confidence of the least sure of them. */
  readonly confidenceFrom: number;
}

/** What abstaining gains. */
export interface Abstention {
  /** Of whole clips, from the surest tenth to all of them. */
  readonly utterance: readonly CoveragePoint[];
  /** Of the windows with a label: how the state `uncertain` parts right from wrong. */
  readonly window: {
    /** Share of the windows whose label was shown as certain. */
    readonly certainShare: number;
    /** Share of right labels among these, and among the others; null of none. */
    readonly certainAccuracy: number | null;
    readonly uncertainAccuracy: number | null;
  };
}

/** Tenths, so that 80 and 90 % are the very numbers `0.8` and `0.9`. */
const COVERAGES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((tenths) => tenths / 10);

/** Measures outcomes, at least one. */
export function measureAbstention(outcomes: readonly Outcome[]): Abstention {
  const answers = outcomes.map(utteranceAnswer);
  const windows = outcomes.flatMap(({ label, shown }) =>
    shown
      .filter((window) => window.label !== null)
      .map((window) => ({ ...window, hit: window.label === label }))
  );
  const certain = windows.filter(({ uncertain }) => !uncertain);
  const uncertain = windows.filter((window) => window.uncertain);
  return {
    utterance: COVERAGES.map((coverage) => surest(answers, coverage)),
    window: {
      certainShare: windows.length && rounded(certain.length / windows.length),
      certainAccuracy: hitShare(certain),
      uncertainAccuracy: hitShare(uncertain),
    },
  };
}

/**
 * Accuracy over the surest share of the answers, rounded up to whole ones. Where
 * equals compete for the last places, each counts in part.
 *
 * @param answers At least one; one that was not given is wrong and least sure.
 * @param coverage Above 0, at most 1.
 */
export function surest(
  answers: readonly Answer[],
  coverage: number,
): CoveragePoint {
  const judged = answers.map(judge)
    .sort((a, b) => b.confidence - a.confidence);
  const places = Math.ceil(coverage * judged.length);
  const confidenceFrom = judged[places - 1]!.confidence;
  const above = judged.filter((one) => one.confidence > confidenceFrom);
  const equal = judged.filter((one) => one.confidence === confidenceFrom);
  const hits = hitCount(above) +
    hitCount(equal) * (places - above.length) / equal.length;
  return {
    coverage,
    accuracy: rounded(hits / places),
    confidenceFrom: rounded(confidenceFrom),
  };
}

interface Judged {
  readonly hit: boolean;
}

function judge(
  { label, posterior }: Answer,
): Judged & { readonly confidence: number } {
  if (!posterior) return { hit: false, confidence: 0 };
  const answered = argMax(posterior);
  return { hit: answered === label, confidence: posterior[answered]! };
}

function hitCount(judged: readonly Judged[]): number {
  return judged.filter(({ hit }) => hit).length;
}

function hitShare(judged: readonly Judged[]): number | null {
  return judged.length > 0 ? rounded(hitCount(judged) / judged.length) : null;
}
