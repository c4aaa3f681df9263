/**
 * Whether a model is right as often as it says, with its temperature and without.
 *
 * @module
 */
import {
  type Answer,
  computeScores,
  reliability,
  type ReliabilityBin,
  rounded,
} from "../scores.ts";

/** How confidence and accuracy agree. */
export interface Calibration {
  /** By which the model divides its logits, if it was told. */
  readonly temperature: number | null;
  /** Expected calibration error (15 bins) at temperature 1, without any calibration. */
  readonly eceBefore: number | null;
  /** As served. */
  readonly ece: number;
  /** As served: the points of a reliability diagram, least confident first. */
  readonly bins: readonly ReliabilityBin[];
  /** The same at temperature 1; null where no temperature is known. */
  readonly binsBefore: readonly ReliabilityBin[] | null;
}

/** Measures answers that were given at a temperature. */
export function measureCalibration(
  answers: readonly Answer[],
  labelCount: number,
  temperature: number | null,
): Calibration {
  const ece = (some: readonly Answer[]) =>
    rounded(computeScores(some, labelCount).ece);
  const before = temperature === null ? null : answers.map((answer) => ({
    ...answer,
    posterior: answer.posterior && untempered(answer.posterior, temperature),
  }));
  return {
    temperature,
    eceBefore: before && ece(before),
    ece: ece(answers),
    bins: reliabilityBins(answers),
    binsBefore: before && reliabilityBins(before),
  };
}

/** The bins of a reliability diagram as reports tell them, to four places. */
export function reliabilityBins(answers: readonly Answer[]): ReliabilityBin[] {
  return reliability(answers).map(({ count, confidence, accuracy }) => ({
    count,
    confidence: rounded(confidence),
    accuracy: rounded(accuracy),
  }));
}

/** Half the last decimal of a probability that is sent: what is sent as 0 may be as much. */
const SMALLEST = 5e-7;

/**
 * The posterior that the same logits give at temperature 1: softmax of the
 * logarithms times the temperature they were divided by. It holds for geometric
 * means of posteriors as well.
 *
 * @param posterior `[labels]`, sums to 1.
 * @returns `[labels]`, sums to 1, owned.
 */
export function untempered(
  posterior: ArrayLike<number>,
  temperature: number,
): Float64Array {
  const powers = Float64Array.from(
    posterior,
    (probability) => Math.max(probability, SMALLEST) ** temperature,
  );
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
