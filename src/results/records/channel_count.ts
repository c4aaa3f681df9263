/**
 * Counts the windows of one channel into what is stored of it.
 *
 * @module
 */
import type { TimelineWindow } from "./record.ts";
import type { StoredChannel } from "./stored_call.ts";
import { readWindows, rowBytes } from "./window_rows.ts";

/** Windows that were not stored before. */
export interface FreshWindows {
  readonly firstIndex: number;
  readonly bytes: Uint8Array;
}

/** A channel of which nothing was heard yet. */
export function newChannel(labels: readonly string[]): StoredChannel {
  return {
    nextIndex: 0,
    endMs: 0,
    windows: 0,
    skippedWindows: 0,
    unrecordedWindows: 0,
    uncertainMs: 0,
    silenceMs: 0,
    labelMs: labels.map(() => 0),
    peaks: labels.map(() => null),
    overall: null,
  };
}

/**
 * Counts windows. Those that were counted already are passed over: a write that
 * seemed to fail is repeated, and a call that was resumed may answer once more
 * what its client had not received.
 *
 * @param bytes As `window_rows.ts` lays them.
 */
export function countWindows(
  channel: StoredChannel,
  bytes: Uint8Array = new Uint8Array(),
  labels: readonly string[],
): { channel: StoredChannel; fresh?: FreshWindows } {
  const windows = [...readWindows(bytes, labels)];
  const known =
    windows.findLastIndex(({ index }) => index < channel.nextIndex) + 1;
  const fresh = windows.slice(known);
  if (fresh.length === 0) return { channel };
  return {
    channel: fresh.reduce((sum, one) => counted(sum, one, labels), channel),
    fresh: {
      firstIndex: fresh[0]!.index,
      bytes: bytes.slice(known * rowBytes(labels)),
    },
  };
}

function counted(
  channel: StoredChannel,
  window: TimelineWindow,
  labels: readonly string[],
): StoredChannel {
  const { index, startMs, endMs, state, label, skipped } = window;
  const missing = index - channel.nextIndex;
  const newMs = Math.max(0, endMs - Math.max(startMs, channel.endMs));
  const place = label === null ? -1 : labels.indexOf(label);
  return {
    ...channel,
    nextIndex: index + 1,
    endMs: Math.max(endMs, channel.endMs),
    windows: channel.windows + 1,
    skippedWindows: channel.skippedWindows + skipped,
    unrecordedWindows: channel.unrecordedWindows +
      Math.max(0, missing - skipped),
    uncertainMs: channel.uncertainMs + (state === "uncertain" ? newMs : 0),
    silenceMs: channel.silenceMs + (place < 0 ? newMs : 0),
    labelMs: channel.labelMs.map((ms, at) => at === place ? ms + newMs : ms),
    peaks: channel.peaks.map((peak, at) =>
      at === place && state === "speech" ? surer(peak, window) : peak
    ),
  };
}

/** The surer of two; the earlier if they are equally sure. */
function surer(
  peak: StoredChannel["peaks"][number],
  { confidence, startMs, endMs }: TimelineWindow,
): StoredChannel["peaks"][number] {
  if (confidence === null) return peak;
  if (peak && peak.confidence >= confidence) return peak;
  return { confidence, startMs, endMs };
}
