/**
 * Measures of how right a classifier is, and how well it knows.
 *
 * @module
 */

/** One answer: what it should have been, and what it was. */
export interface Answer {
  /** Index of the true label. */
  readonly label: number;
  /** Probability of each label, `[labels]`; null where none was given, which is wrong. */
  readonly posterior: ArrayLike<number> | null;
}

/** Measures over some answers; all but counts are shares of 1. */
export interface Scores {
  readonly count: number;
  /** Unweighted average recall: the mean of the recalls of the labels that occur. */
  readonly uar: number;
  readonly accuracy: number;
  /** Mean F1 of the labels that occur or were answered. */
  readonly macroF1: number;
  /** Expected calibration error, 15 bins. */
  readonly ece: number;
  /** By true label; null for a label that does not occur. */
  readonly recalls: readonly (number | null)[];
  /** Counts `[true label][answered label]`, of what was answered. */
  readonly confusion: readonly (readonly number[])[];
  /** How many were not answered. */
  readonly unanswered: number;
}

/**
 * Measures answers. The label answered is the most probable one, the first of equals.
 *
 * @throws {RangeError} If there is no answer.
 */
export function computeScores(
  answers: readonly Answer[],
  labelCount: number,
): Scores {
  if (answers.length === 0) {
    throw new RangeError(
      "Cannot compute scores as there must be an answer: none is given",
    );
  }
  const confusion = countConfusion(answers, labelCount);
  const occurrences = countLabels(answers, labelCount);
  const correct = confusion.map((row, label) => row[label]!);
  const recalls = correct.map((count, label) =>
    occurrences[label] ? count / occurrences[label] : null
  );
  return {
    count: answers.length,
    uar: mean(recalls.filter((recall) => recall !== null)),
    accuracy: sum(correct) / answers.length,
    macroF1: macroF1(confusion, occurrences),
    ece: calibrationError(answers),
    recalls,
    confusion,
    unanswered: answers.length - sum(confusion.map(sum)),
  };
}

/** A measure as reports tell it, to four places. */
export function rounded(share: number): number {
  return Number(share.toFixed(4));
}

/** Index of the largest value, the first of equals. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! > values[best]!) best = i;
  }
  return best;
}

function countConfusion(
  answers: readonly Answer[],
  labelCount: number,
): number[][] {
  const confusion = Array.from(
    { length: labelCount },
    () => new Array<number>(labelCount).fill(0),
  );
  for (const { label, posterior } of answers) {
    if (posterior) confusion[label]![argMax(posterior)]!++;
  }
  return confusion;
}

function countLabels(answers: readonly Answer[], labelCount: number): number[] {
  const counts = new Array<number>(labelCount).fill(0);
  for (const { label } of answers) counts[label]!++;
  return counts;
}

/** F1 as 2 hits / (occurrences + answers), which needs no precision of a label never answered. */
function macroF1(
  confusion: readonly (readonly number[])[],
  occurrences: readonly number[],
): number {
  const f1s = confusion.flatMap((row, label) => {
    const answered = sum(confusion.map((other) => other[label]!));
    const occurred = occurrences[label]!;
    if (answered + occurred === 0) return [];
    return [2 * row[label]! / (answered + occurred)];
  });
  return mean(f1s);
}

/** As in Guo et al. 2017 and in most of what is published on RAVDESS. */
const BIN_COUNT = 15;

/** Answers of like confidence. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean over the answers. */
  readonly confidence: number;
  readonly accuracy: number;
}

/**
 * The answers in 15 bins of equal width of the confidence, least confident first;
 * empty bins and what was not answered are left out.
 *
 * Source: Naeini et al. 2015; a bin includes its upper edge.
 */
export function reliability(answers: readonly Answer[]): ReliabilityBin[] {
  const judged = answers.flatMap(({ label, posterior }) => {
    if (!posterior) return [];
    const answered = argMax(posterior);
    const hit = answered === label ? 1 : 0;
    return [{ confidence: posterior[answered]!, hit }];
  });
  const bins = Map.groupBy(judged, ({ confidence }) => binOf(confidence));
  return [...bins].sort(([a], [b]) => a - b).map(([, own]) => ({
    count: own.length,
    confidence: mean(own.map(({ confidence }) => confidence)),
    accuracy: mean(own.map(({ hit }) => hit)),
  }));
}

function binOf(confidence: number): number {
  const bin = Math.ceil(confidence * BIN_COUNT) - 1;
  return Math.min(Math.max(bin, 0), BIN_COUNT - 1);
}

/**
 * The mean distance of confidence and accuracy over the bins, by the share of
 * answers in them. What was not answered claims nothing and is right in that.
 */
function calibrationError(answers: readonly Answer[]): number {
  const distances = reliability(answers).map((bin) =>
    bin.count * Math.abs(bin.accuracy - bin.confidence)
  );
  return sum(distances) / answers.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
