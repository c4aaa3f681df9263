/**
 * How late the event loop comes to what is due: what every socket waits beside its
 * own work.
 *
 * @module
 */
import type { Meter } from "./meter.ts";

/** How often it is looked: what blocks the loop for longer cannot be missed, and 10 looks a second cost nothing. */
const LOOK_MS = 100;

/** From what nobody notices to what delays every answer by a stride. */
const EDGES_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.48, 1, 2];

/** A clock, and something to be called by it. */
export interface Ticker {
  readonly now: () => number;
  /** Calls again and again, and keeps no process alive; gives back what ends it. */
  readonly every: (ms: number, act: () => void) => () => void;
}

/**
 * Looks how late the event loop is until it is told to stop. By a timer, as
 * `monitorEventLoopDelay` of Deno 2.9 sees nothing of a loop that is blocked.
 *
 * @returns What ends it.
 */
export function measureEventLoop(
  meter: Meter,
  { now, every }: Ticker = TICKER,
): () => void {
  const observe = meter.histogram({
    name: "undertone_event_loop_delay_seconds",
    help: "How late the event loop comes to a timer, ten times a second",
    edges: EDGES_SECONDS,
  });
  let dueMs = now() + LOOK_MS;
  return every(LOOK_MS, () => {
    observe(Math.max(0, now() - dueMs) / 1000);
    dueMs = now() + LOOK_MS;
  });
}

const TICKER: Ticker = {
  now: () => performance.now(),
  every(ms, act) {
    const timer = setInterval(act, ms);
    Deno.unrefTimer(timer);
    return () => clearInterval(timer);
  },
};
