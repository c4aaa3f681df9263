/**
 * How long windows wait for their answers.
 *
 * @module
 */
import type { Arrival } from "../session/lateness.ts";
import type { WindowWatch } from "../session/window_watch.ts";
import type { Meter } from "./meter.ts";

/** Close together about 250 ms, which feels immediate, and 480 ms, where the next window is due. */
const EDGES_SECONDS = [
  ...[0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3],
  ...[0.36, 0.42, 0.48, 0.6, 0.8, 1, 1.5, 2, 4],
];

/** A window that came more than this before its time is of a file that is sent fast: its wait is nobody's fault. */
const AHEAD_MS = 1_000;

/** Watches windows, and tells their latency from the last sample received to the prediction sent. */
export function measureWindows(meter: Meter): WindowWatch {
  const observe = meter.histogram({
    name: "undertone_window_latency_seconds",
    help:
      "From a window's last sample received to its prediction sent; pace: live, or ahead where a client sends faster than speech",
    labelNames: ["pace"],
    edges: EDGES_SECONDS,
  });
  return {
    answered: (window) =>
      observe((window.nowMs - window.arrivedMs) / 1000, {
        pace: isAhead(window) ? "ahead" : "live",
      }),
  };
}

function isAhead({ expectedMs, arrivedMs }: Arrival): boolean {
  return expectedMs - arrivedMs > AHEAD_MS;
}
