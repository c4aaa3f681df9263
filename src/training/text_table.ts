/**
 * Tables and shares as text of one width.
 *
 * @module
 */

/** Wide enough for the names of emotions and for "macro-F1". */
const NAME_WIDTH = 11;
/** Of a column; longer heads are cut by who writes them. */
export const NUMBER_WIDTH = 9;

/** A line of a table: its name to the left, its cells to the right of their columns. */
export function tableRow(name: string, cells: readonly string[]): string {
  const padded = cells.map((cell) => cell.padStart(NUMBER_WIDTH));
  return [name.padEnd(NAME_WIDTH), ...padded].join(" ");
}

/** A share of 1 in percent, or a dash for what nothing is known of. */
export function percent(share: number | null): string {
  return share === null ? "-" : (100 * share).toFixed(1);
}

/** A difference of shares in points, with its sign. */
export function points(difference: number): string {
  return `${difference > 0 ? "+" : ""}${percent(difference)}`;
}
