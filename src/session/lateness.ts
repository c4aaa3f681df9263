/**
 * When a window is too late to be worth an answer.
 *
 * @module
 */
import { MAX_LAG_MS } from "./limits.ts";

/** When a window came, and when it should have. */
export interface Arrival {
  readonly nowMs: number;
  /** When the window's last sample came. */
  readonly arrivedMs: number;
  /** When it would have come at the pace of speech: first arrival + `endMs`. */
  readonly expectedMs: number;
}

/** What there is to know about a window when its turn comes. */
export interface DueWindow extends Arrival {
  /** Whether a newer window has been received whole. */
  readonly hasNewer: boolean;
}

/**
 * Whether a window is better left out for a newer one.
 *
 * A window is too late if
 *
 * 1. a newer window waits: the newest is always answered, and
 * 2. it has waited for {@linkcode MAX_LAG_MS}: the server is behind, and
 * 3. it lies that far behind the pace of speech: a client that sends a file
 *    faster than anyone speaks waits for all of its windows and misses none.
 */
export function isTooLate(window: DueWindow): boolean {
  return window.hasNewer && waitMs(window) > MAX_LAG_MS;
}

/**
 * How long a window has waited, by its arrival or by the pace of speech, whichever
 * is less: what came ahead of its time waits for nobody's fault.
 */
export function waitMs({ nowMs, arrivedMs, expectedMs }: Arrival): number {
  return nowMs - Math.max(arrivedMs, expectedMs);
}
