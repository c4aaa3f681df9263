/**
 * Predictions as CSV.
 *
 * @module
 */
import type { Prediction } from "../../protocol/native/messages.ts";
import { csvLine } from "../../results/csv_line.ts";

const COLUMNS = [
  "channel",
  "role",
  "index",
  "startMs",
  "endMs",
  "state",
  "label",
  "confidence",
  "skipped",
  "bufferedMs",
] as const satisfies readonly (keyof Prediction)[];

/** Decimals of a probability: a difference in the fifth says nothing. */
const DECIMALS = 4;

/**
 * The lines of a table with a head: what each prediction says, then the
 * probability of each label. What is null is empty. Lines end with CR LF (RFC 4180).
 */
export function* csvLines(
  predictions: Iterable<Prediction>,
  labels: readonly string[],
): Generator<string> {
  yield csvLine([...COLUMNS, ...labels]);
  for (const prediction of predictions) {
    yield csvLine([
      ...COLUMNS.map((column) => prediction[column]),
      ...labels.map((label) => prediction.posterior?.[label] ?? null),
    ], DECIMALS);
  }
}
