/**
 * A line of a table that spreadsheets open.
 *
 * @module
 */

/**
 * Cells as a line that ends with CR LF (RFC 4180); what is null is empty, and a
 * text that a spreadsheet would take for a formula has an apostrophe before it.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { csvLine } from "./csv_line.ts";
 *
 * strictEqual(csvLine([1, null, 'so "calm"', "=1+1"]), `1,,"so ""calm""",'=1+1\r\n`);
 * ```
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(text).join(",")}\r\n`;
}

function text(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
