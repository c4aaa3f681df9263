/** Runs of a cross-validation, heard by nobody. */
import type { HeardRun } from "../../src/training/cross_validation_calibration.ts";
import type { FoldName } from "../../src/training/folds.ts";
import { makeOutcome } from "./_outcomes.ts";

/** A clip of an actor, of one label, answered with the probability of label 0 of two; or not. */
export type Answered = readonly [
  speaker: string,
  label: 0 | 1,
  first: number | null,
];

/** A run that heard such clips. */
export function makeRun(
  fold: FoldName,
  seed: number,
  answers: readonly Answered[],
  condition = "clean",
): HeardRun {
  const outcomes = answers.map(([speaker, label, first]) =>
    makeOutcome({
      speaker,
      label,
      utterance: first === null ? null : [first, 1 - first],
    })
  );
  return { fold, seed, condition, outcomes };
}
