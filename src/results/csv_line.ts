/**
 * A line of a table that spreadsheets open.
 *
 * @module
 */

/**
 * Cells as a line that ends with CR LF (RFC 4180); what is null is empty, and a
 * text that a spreadsheet would take for a formula has an apostrophe before it.
 *
 * @param decimals Of numbers that are not whole; without it, all that they have.
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { csvLine } from "./csv_line.ts";
 *
 * strictEqual(csvLine([1, null, 'so "calm"', "=1+1"]), `1,,"so ""calm""",'=1+1\r\n`);
 * ```
 */
export function csvLine(
  cells: readonly (string | number | null)[],
  decimals?: number,
): string {
  const texts = cells.map((cell) =>
    typeof cell === "number" ? numberText(cell, decimals) : text(cell ?? "")
  );
  return `${texts.join(",")}\r\n`;
}

function numberText(value: number, decimals: number | undefined): string {
  return decimals === undefined || Number.isInteger(value)
    ? String(value)
    : value.toFixed(decimals);
}

function text(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
