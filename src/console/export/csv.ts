/**
 * Predictions as CSV.
 *
 * @module
 */
import type { Prediction } from "../../protocol/native/messages.ts";

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
  yield line([...COLUMNS, ...labels]);
  for (const prediction of predictions) {
    yield line([
      ...COLUMNS.map((column) => prediction[column]),
      ...labels.map((label) => prediction.posterior?.[label] ?? null),
    ]);
  }
}

type Cell = string | number | null;

function line(cells: readonly Cell[]): string {
  return cells.map(text).join(",") + "\r\n";
}

function text(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") {
    return Number.isInteger(cell) ? `${cell}` : cell.toFixed(DECIMALS);
  }
  return guarded(cell);
}

/** Quoted where it must be; a spreadsheet would take a label that begins as a formula for one. */
function guarded(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
