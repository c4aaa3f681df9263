/**
 * One temperature for all posteriors, and the confidence below which a
 * prediction is called uncertain.
 *
 * Source: Guo et al. 2017, "On calibration of modern neural networks".
 *
 * @module
 */
import type { Answer } from "./scores.ts";
import type { Judgement } from "./validate.ts";

/**
 * Where the search ends unless told. The voices of the validation clips are few: two actors
 * alone asked for anything from 0.9 to 1.7 where all folds together asked for
 * 1.2 to 1.35 (RAVDESS, five folds). So they may make a model less sure than
 * that, never surer.
 */
const TEMPERATURES: readonly [number, number] = [1.2, 3];

/** The least confident fifth is called uncertain: four of five answers stand. */
const UNCERTAIN_SHARE = 0.2;

/**
 * The temperature under which the judgements are most likely.
 *
 * The mean log-likelihood has one peak over the inverse temperature, so a
 * golden-section search finds it.
 *
 * @param range Where the search ends; by default 1.2 to 3, fit for a few voices.
 * @throws {RangeError} If there is no judgement.
 */
export function fitTemperature(
  judgements: readonly Judgement[],
  range: readonly [number, number] = TEMPERATURES,
): number {
  if (judgements.length === 0) {
    throw new RangeError(
      "Cannot fit a temperature as there must be a judgement: none is given",
    );
  }
  const shrink = (Math.sqrt(5) - 1) / 2;
  let [low, high] = range;
  while (high - low > 1e-4) {
    const left = high - shrink * (high - low);
    const right = low + shrink * (high - low);
    if (meanLoss(judgements, left) < meanLoss(judgements, right)) high = right;
    else low = left;
  }
  return Number(((low + high) / 2).toFixed(3));
}

/** Mean cross-entropy at a temperature, in nats. */
export function meanLoss(
  judgements: readonly Judgement[],
  temperature: number,
): number {
  const sum = judgements.reduce(
    (total, { logits, label }) =>
      total - Math.log(posteriorOf(logits, temperature)[label]!),
    0,
  );
  return sum / judgements.length;
}

/** The confidence that the least confident fifth of the judgements stays below. */
export function uncertainBelow(
  judgements: readonly Judgement[],
  temperature: number,
): number {
  const confidences = judgements
    .map(({ logits }) => Math.max(...posteriorOf(logits, temperature)))
    .sort((a, b) => a - b);
  const rank = Math.floor(UNCERTAIN_SHARE * confidences.length);
  return Number((confidences[rank] ?? 0).toFixed(3));
}

/** What judgements answer at a temperature. */
export function answersOf(
  judgements: readonly Judgement[],
  temperature: number,
): Answer[] {
  return judgements.map(({ label, logits }) => ({
    label,
    posterior: posteriorOf(logits, temperature),
  }));
}

/** Softmax of logits divided by a temperature, `[labels]`. */
export function posteriorOf(
  logits: Float32Array,
  temperature: number,
): Float64Array {
  const largest = Math.max(...logits);
  const powers = Float64Array.from(
    logits,
    (logit) => Math.exp((logit - largest) / temperature),
  );
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
