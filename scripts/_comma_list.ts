/**
 * Reads a flag that names several things, `2,5`.
 *
 * @module
 */

/** The names, none of them empty. */
export function commaList(text = ""): string[] {
  return text.split(",").map((name) => name.trim()).filter(Boolean);
}
