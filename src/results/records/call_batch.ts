/**
 * What is to be written of a call next, and how it changes what is stored.
 *
 * @module
 */
import type { ChannelSummary } from "../../protocol/native/messages.ts";
import type { CallInfo } from "../../session/call_sink.ts";
import { type Notes, NOTHING_NOTED, withNotes } from "./call_notes.ts";
import { countWindows, newChannel } from "./channel_count.ts";
import type { ChannelRecord } from "./record.ts";
import type { StoredCall, StoredChannel, StoredEnd } from "./stored_call.ts";

/** What is to be written of a call. It may be written twice: the second time changes nothing. */
export interface CallBatch extends Notes {
  readonly call: CallInfo;
  /** When it was put together, in milliseconds since 1970. */
  readonly atMs: number;
  readonly isInterrupted: boolean;
  /** Windows of each channel, as `window_rows.ts` lays them. */
  readonly rows: readonly Uint8Array[];
  readonly end: BatchEnd | undefined;
}

/** How a call ended, with what was said of it as a whole. */
export interface BatchEnd extends StoredEnd {
  readonly summary: readonly ChannelSummary[];
}

/** A call after a batch, and the windows of it that were not stored before. */
export interface Applied {
  readonly stored: StoredCall;
  readonly rows: readonly NewRows[];
}

/** Windows of one channel to be stored. */
export interface NewRows {
  readonly channel: number;
  readonly firstIndex: number;
  readonly bytes: Uint8Array;
}

/**
 * A call as it stands after a batch.
 *
 * @param before The call as it was stored, if it was.
 * @returns Nothing if a later generation of the call has written already.
 */
export function applyBatch(
  before: StoredCall | undefined,
  batch: CallBatch,
): Applied | undefined {
  const { call, atMs, end } = batch;
  if (before && before.call.generation > call.generation) return undefined;
  const known = before ?? newCall(call);
  const { startedAtMs, callId, platform, model, channels } = known.call;
  const counted = known.channels.map((channel, place) =>
    countWindows(channel, rowsOf(known, batch, place), model.labels)
  );
  const endNow = end ? storedEnd(end) : endBefore(known, batch);
  return {
    stored: {
      ...withNotes(known, batch),
      call: { ...call, startedAtMs, callId, platform, model, channels },
      state: endNow ? "ended" : batch.isInterrupted ? "interrupted" : "live",
      updatedAtMs: atMs,
      end: endNow,
      channels: counted.map(({ channel }, place) =>
        withOverall(channel, end?.summary, place)
      ),
    },
    rows: counted.flatMap(({ fresh }, channel) =>
      fresh ? [{ channel, ...fresh }] : []
    ),
  };
}

function newCall(call: CallInfo): StoredCall {
  return {
    ...NOTHING_NOTED,
    call,
    state: "live",
    updatedAtMs: 0,
    end: null,
    channels: call.channels.map(() => newChannel(call.model.labels)),
  };
}

/** Windows that can be read as the stored ones: those of a model with other labels cannot. */
function rowsOf(
  { call: { model } }: StoredCall,
  { call, rows }: CallBatch,
  place: number,
): Uint8Array | undefined {
  const isSame = String(model.labels) === String(call.model.labels);
  return isSame ? rows[place] : undefined;
}

/** Whoever has waited in vain for a client may have ended a call that came back elsewhere. */
function endBefore(known: StoredCall, { call }: CallBatch): StoredEnd | null {
  return known.call.generation === call.generation ? known.end : null;
}

function storedEnd({ summary: _, ...end }: BatchEnd): StoredEnd {
  return end;
}

function withOverall(
  channel: StoredChannel,
  summary: readonly ChannelSummary[] = [],
  place: number,
): StoredChannel {
  const told = summary.find((summary) => summary.channel === place);
  return told ? { ...channel, overall: overallOf(told) } : channel;
}

function overallOf(
  { label, confidence, posterior, speechMs }: ChannelSummary,
): ChannelRecord["overall"] {
  if (label === null || confidence === null || posterior === null) return null;
  return { label, confidence, posterior, speechMs };
}
