/**
 * The most that still works, found by trying.
 *
 * @module
 */
import type { LoadResult } from "./_load_result.ts";

/** The slowest answer, of 99 in 100, that a live call should get. */
const MAX_LATENCY_MS = 250;

/** Whether a server bears a load: all in time, nothing left out, nobody lost. */
export function isBorne(result: LoadResult): boolean {
  const { sessions, held, skipped, predictions, latencyMs } = result;
  return held === sessions && skipped === 0 &&
    predictions.received === predictions.expected &&
    latencyMs !== null && latencyMs.p99 < MAX_LATENCY_MS;
}

/** How closely the limit is known in the end, as a share of it. */
const PRECISION = 0.02;

/**
 * Finds the largest count that works: doubles it until one does not, then halves
 * the gap until it is 2 % or 1.
 *
 *     64 ok   128 ok   256 ok   512 no   384 ok   448 no   416 ok   ...
 *
 * @param first Tried first, from 1 on.
 * @param works Whether a count works; undefined, if it cannot be told, ends the search.
 * @returns The largest that worked, or 0.
 */
export async function findLimit(
  first: number,
  works: (count: number) => Promise<boolean | undefined>,
): Promise<number> {
  let good = 0;
  let bad = Infinity;
  let next = first;
  while (bad - good > Math.max(1, PRECISION * good)) {
    const verdict = await works(next);
    if (verdict === undefined) break;
    if (verdict) good = next;
    else bad = next;
    next = bad === Infinity ? 2 * good : Math.floor((good + bad) / 2);
  }
  return good;
}
