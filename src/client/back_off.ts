/**
 * How long a client waits before it dials again.
 *
 * @module
 */

/** Before the first attempt at most: a server that restarts is not met by all its clients at once. */
const FIRST_MS = 250;

/** Between later attempts at most: a caller should hear again soon after the network is back. */
const LONGEST_MS = 5_000;

/**
 * The wait before an attempt: anything up to a bound that doubles.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog,
 * 2015: "full jitter" spreads clients best.
 *
 * @param attempt From 0.
 * @param random A number in [0, 1).
 */
export function backOffMs(attempt: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}
