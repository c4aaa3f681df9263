/**
 * Rows that come in parts which lie one after the other.
 *
 * @module
 */

/** Values in all parts together. */
export function lengthOf(parts: readonly Float32Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** Writes the parts into an array, from an index on. */
export function placeParts(
  parts: readonly Float32Array[],
  to: Float32Array,
  from = 0,
): void {
  let at = from;
  for (const part of parts) {
    to.set(part, at);
    at += part.length;
  }
}
