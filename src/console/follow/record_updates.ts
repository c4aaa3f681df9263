/**
 * From the record of a call to what a view learns of it.
 *
 * @module
 */
import type { ChannelSummary } from "../../protocol/native/messages.ts";
import type {
  ChannelRecord,
  TimelineWindow,
  WholeCall,
} from "../../results/records/record.ts";
import type { CallEnding, CallUpdate } from "../call/update.ts";

/** Whether nothing will be added to a record. */
export function isOver({ state }: Pick<WholeCall, "state">): boolean {
  return state === "ended" || state === "lost";
}

/** The steps that led to what a record tells, the predictions of all channels in order of time. */
export function* updatesOfRecord(record: WholeCall): Generator<CallUpdate> {
  const { id, model, channels, timeline } = record;
  const { labels } = model;
  const roles = channels.map(({ role }) => role);
  yield {
    type: "started",
    start: { sessionId: id, modelName: model.name, labels, roles },
  };
  const windows = timeline.flatMap((windows, channel) =>
    windows.map((window) => ({ ...window, channel }))
  ).sort((a, b) => a.endMs - b.endMs);
  for (const { channel, posterior, ...window } of windows) {
    yield {
      type: "prediction",
      prediction: {
        type: "prediction",
        channel,
        role: roles[channel]!,
        ...window,
        posterior: named(posterior, labels),
        bufferedMs: 0,
      },
    };
  }
  for (const escalation of record.escalations) {
    yield { type: "escalation", escalation };
  }
  if (isOver(record)) yield { type: "ended", ending: endingOf(record) };
}

function named(
  posterior: TimelineWindow["posterior"],
  labels: readonly string[],
) {
  return posterior &&
    Object.fromEntries(labels.map((label, i) => [label, posterior[i] ?? 0]));
}

function endingOf(
  { state, endReason, channels, audioMs }: WholeCall,
): CallEnding {
  const sum = (count: (channel: ChannelRecord) => number) =>
    channels.reduce((total, channel) => total + count(channel), 0);
  return {
    reason: endReason ?? state,
    totals: {
      receivedBytes: 0,
      audioMs,
      predictions: sum(({ windows }) => windows),
      skipped: sum(({ skippedWindows }) => skippedWindows),
    },
    summary: channels.map(summaryOf),
  };
}

function summaryOf(record: ChannelRecord): ChannelSummary {
  const { channel, role, windows, heardMs, speechMs, overall } = record;
  const coverage = heardMs === 0 ? 0 : Math.min(1, speechMs / heardMs);
  return {
    channel,
    role,
    windows,
    speechWindows: Math.round(coverage * windows),
    coverage,
    speechMs,
    label: overall?.label ?? record.dominant,
    confidence: overall?.confidence ?? null,
    posterior: overall?.posterior ?? null,
    shares: speechMs === 0 ? null : Object.fromEntries(
      record.emotions.map(({ label, share }) => [label, share]),
    ),
  };
}
