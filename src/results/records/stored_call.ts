/**
 * A call as it lies in the store, and as it is told.
 *
 * @module
 */
import type { CallInfo } from "../../session/call_sink.ts";
import type { Losses } from "../../session/losses.ts";
import type { Noted } from "./call_notes.ts";
import type { CallRecord, CallState, ChannelRecord, Peak } from "./record.ts";

/**
 * A call of which nothing was written for so long is lost: a live one is written
 * every ten seconds, and a store that was away is tried again after half a minute
 * at most.
 */
export const LOST_AFTER_MS = 90_000;

/** One voice, counted window by window. */
export interface StoredChannel {
  /** The first window that is not counted yet. */
  readonly nextIndex: number;
  /** Where the last counted window ends. */
  readonly endMs: number;
  readonly windows: number;
  readonly skippedWindows: number;
  readonly unrecordedWindows: number;
  readonly uncertainMs: number;
  readonly silenceMs: number;
  /** Speech by label, `[labels]`. */
  readonly labelMs: readonly number[];
  /** The surest certain window of each label, `[labels]`. */
  readonly peaks: readonly (Peak | null)[];
  readonly overall: ChannelRecord["overall"];
}

/** How a call ended. */
export interface StoredEnd {
  readonly atMs: number;
  readonly reason: string;
  readonly fault: CallRecord["fault"];
  readonly complaint: string | null;
  readonly losses: Losses;
  /** Null if it ended by a fault: nobody has counted then. */
  readonly audioMs: number | null;
}

/** A call as it lies in the store. */
export interface StoredCall extends Noted {
  readonly call: CallInfo;
  readonly state: CallState;
  readonly updatedAtMs: number;
  readonly end: StoredEnd | null;
  readonly channels: readonly StoredChannel[];
}

/** How a call stands: one that nobody writes of any more is lost. */
export function stateOf(
  { state, updatedAtMs }: StoredCall,
  nowMs: number,
): CallState {
  if (!isOpen(state)) return state;
  return nowMs - updatedAtMs > LOST_AFTER_MS ? "lost" : state;
}

/** Whether there may be more to come. */
export function isOpen(state: CallState): boolean {
  return state === "live" || state === "interrupted";
}

/** A call as it is told. */
export function recordOf(stored: StoredCall, nowMs: number): CallRecord {
  const { call, end, channels } = stored;
  const { platform, callId, streamId, generation, startedAtMs } = call;
  return {
    id: call.sessionId,
    state: stateOf(stored, nowMs),
    platform,
    callId,
    streamId,
    generation,
    model: { ...call.model, labels: [...call.model.labels] },
    startedAtMs,
    endedAtMs: end?.atMs ?? null,
    updatedAtMs: stored.updatedAtMs,
    endReason: end?.reason ?? null,
    fault: end?.fault ?? null,
    complaint: end?.complaint ?? null,
    audioMs: end?.audioMs ?? Math.max(0, ...channels.map((c) => c.endMs)),
    interruptionCount: stored.interruptionCount,
    interruptions: [...stored.interruptions],
    escalationCount: stored.escalationCount,
    escalations: [...stored.escalations],
    losses: end?.losses ?? null,
    channels: channels.map((_, place) => channelOf(stored, place)),
  };
}

/** The label that held longest in a channel, or null if none did. */
export function dominantOf(
  { labelMs }: StoredChannel,
  labels: readonly string[],
): string | null {
  const longestMs = Math.max(...labelMs);
  return longestMs > 0 ? labels[labelMs.indexOf(longestMs)]! : null;
}

function channelOf({ call, channels }: StoredCall, place: number) {
  const { labels } = call.model;
  const { role, direction } = call.channels[place]!;
  const channel = channels[place]!;
  const { labelMs, peaks, silenceMs, uncertainMs } = channel;
  const speechMs = labelMs.reduce((sum, ms) => sum + ms, 0);
  return {
    channel: place,
    role,
    direction,
    windows: channel.windows,
    skippedWindows: channel.skippedWindows,
    unrecordedWindows: channel.unrecordedWindows,
    heardMs: wholeUs(speechMs + silenceMs),
    speechMs: wholeUs(speechMs),
    uncertainMs: wholeUs(uncertainMs),
    silenceMs: wholeUs(silenceMs),
    emotions: labels.map((label, index) => ({
      label,
      timeMs: wholeUs(labelMs[index]!),
      share: speechMs && Math.round(labelMs[index]! / speechMs * 1e6) / 1e6,
      peak: peaks[index]!,
    })),
    dominant: dominantOf(channel, labels),
    peak: highest(peaks, labels),
    overall: channel.overall,
  };
}

function highest(
  peaks: StoredChannel["peaks"],
  labels: readonly string[],
): ChannelRecord["peak"] {
  let best: ChannelRecord["peak"] = null;
  peaks.forEach((peak, index) => {
    if (peak && peak.confidence > (best?.confidence ?? -1)) {
      best = { label: labels[index]!, ...peak };
    }
  });
  return best;
}

/** A sum of lengths without what adding floats has left behind. */
function wholeUs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
