/**
 * How a stream of labels behaves: silent in silence, steady in speech, soon there.
 *
 * All times are positions in the audio: what a machine takes to compute comes on top.
 *
 * @module
 */
import type { Outcome, ShownWindow } from "../outcomes.ts";

/** How some times are spread, in milliseconds. */
export interface TimeSpread {
  readonly clips: number;
  readonly medianMs: number;
  /** Nine of ten clips are as fast or faster. */
  readonly p90Ms: number;
}

/** Streaming figures. */
export interface Steadiness {
  /** Windows that lie before the speech or after it, wholly. */
  readonly silentWindows: number;
  /** Those of them that got a label; should be none. */
  readonly labelsOnSilence: number;
  /** Times that a label was followed by another, per minute from first speech to last. */
  readonly changesPerMinute: number;
  /** From the first speech to the end of the first window with a label; null if none has. */
  readonly firstLabel: TimeSpread | null;
  /** The same, to the label that stays to the end of the clip. */
  readonly stayingLabel: TimeSpread | null;
}

/** Measures outcomes. */
export function measureSteadiness(outcomes: readonly Outcome[]): Steadiness {
  const silent = outcomes.flatMap(silentWindows);
  const labelled = outcomes.flatMap((outcome) => {
    const windows = outcome.shown.filter(hasLabel);
    return windows.length > 0 ? [{ ...outcome, shown: windows }] : [];
  });
  const speechMs = outcomes.reduce(
    (sum, { speech }) => sum + speech.endMs - speech.startMs,
    0,
  );
  const changes = labelled.reduce(
    (sum, { shown }) => sum + changesIn(shown),
    0,
  );
  const spreadOf = (indexOf: (shown: readonly ShownWindow[]) => number) =>
    spread(
      labelled.map(({ shown, speech }) =>
        shown[indexOf(shown)]!.endMs - speech.startMs
      ),
    );
  return {
    silentWindows: silent.length,
    labelsOnSilence: silent.filter(hasLabel).length,
    changesPerMinute: Number((changes / speechMs * 60_000 || 0).toFixed(1)),
    firstLabel: spreadOf(() => 0),
    stayingLabel: spreadOf(stayingFrom),
  };
}

function hasLabel({ label }: ShownWindow): boolean {
  return label !== null;
}

function silentWindows({ shown, speech }: Outcome): ShownWindow[] {
  return shown.filter(({ startMs, endMs }) =>
    endMs <= speech.startMs || startMs >= speech.endMs
  );
}

function changesIn(shown: readonly ShownWindow[]): number {
  return shown.filter((window, i) =>
    i > 0 && window.label !== shown[i - 1]!.label
  ).length;
}

/** Index from which on the label is the last one. */
function stayingFrom(shown: readonly ShownWindow[]): number {
  const last = shown.at(-1)!.label;
  return 1 + shown.findLastIndex(({ label }) => label !== last);
}

function spread(timesMs: readonly number[]): TimeSpread | null {
  if (timesMs.length === 0) return null;
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.ceil(share * sorted.length) - 1]!);
  return { clips: sorted.length, medianMs: at(0.5), p90Ms: at(0.9) };
}
