/**
 * A whole call as a body, written while it is read from the store: a call of hours
 * must not lie in memory.
 *
 * @module
 */
import { csvLine } from "../results/csv_line.ts";
import type {
  CallRecord,
  ChannelRecord,
  TimelineWindow,
} from "../results/records/record.ts";

/** Windows of one channel, oldest first, in parts. */
export type WindowsOf = (
  channel: number,
) => AsyncIterable<readonly TimelineWindow[]>;

/** A call and its timeline as JSON: a `WholeCall`. */
export async function* callJson(
  record: CallRecord,
  windowsOf: WindowsOf,
): AsyncGenerator<string> {
  yield `${JSON.stringify(record).slice(0, -1)},"timeline":[`;
  for (const { channel } of record.channels) {
    yield channel === 0 ? "[" : ",[";
    let isFirst = true;
    for await (const windows of windowsOf(channel)) {
      if (windows.length === 0) continue;
      const text = windows.map((window) => JSON.stringify(window)).join(",");
      yield isFirst ? text : `,${text}`;
      isFirst = false;
    }
    yield "]";
  }
  yield "]}";
}

/** A call's timeline as a table (RFC 4180): a line for each window, a column for each label. */
export async function* callCsv(
  { channels, model }: CallRecord,
  windowsOf: WindowsOf,
): AsyncGenerator<string> {
  const { labels } = model;
  yield csvLine([...COLUMNS, ...labels]);
  for (const channel of channels) {
    for await (const windows of windowsOf(channel.channel)) {
      yield windows.map((one) => windowLine(channel, labels, one)).join("");
    }
  }
}

const COLUMNS = [
  "channel",
  "role",
  "index",
  "startMs",
  "endMs",
  "state",
  "label",
  "confidence",
  "skipped",
];

function windowLine(
  { channel, role }: ChannelRecord,
  labels: readonly string[],
  window: TimelineWindow,
): string {
  const { index, startMs, endMs, state, label, confidence, posterior } = window;
  return csvLine([
    channel,
    role,
    index,
    startMs,
    endMs,
    state,
    label,
    confidence,
    window.skipped,
    ...posterior ?? labels.map(() => null),
  ]);
}
