/**
 * How long to wait before the next attempt.
 *
 * @module
 */
import { FIRST_RETRY_MS, MAX_RETRY_MS } from "./limits.ts";

/**
 * The wait after so many attempts: twice as long each time, up to a bound, and
 * half of it left to chance, so that what failed together does not come together.
 *
 * @param attempts From 1.
 * @param random In [0, 1).
 */
export function retryWaitMs(attempts: number, random: number): number {
  const full = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  return full * (1 + random) / 2;
}

/**
 * The wait that a `Retry-After` asks for, or none that can be read.
 *
 * Source: RFC 9110, section 10.2.3: seconds, or a date.
 */
export function retryAfterMs(
  header: string | null,
  wallMs: number,
): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const dateMs = header.endsWith(" GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - wallMs);
}
