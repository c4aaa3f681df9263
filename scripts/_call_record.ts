/**
 * What there is to say of calls that are over.
 *
 * @module
 */
import { type AnswerCount, owedWindows } from "./_owed_answers.ts";

/** How a call ended. */
export type Ending =
  /** It said `close`, and all was answered. */
  | { readonly kind: "held" }
  /** It left without a word, as it was meant to. */
  | { readonly kind: "left" }
  /** It was not let in. */
  | { readonly kind: "refused"; readonly reason: string }
  /** It was let in, and dropped. */
  | { readonly kind: "lost"; readonly reason: string };

/** One call. */
export interface CallRecord {
  readonly ending: Ending;
  readonly channelCount: number;
  /** Audio sent. */
  readonly sentMs: number;
  /** What was answered; nothing if it was not let in. */
  readonly answers: AnswerCount | undefined;
}

/** Why calls came to nothing, and how many did so. */
export interface ReasonCount {
  readonly reason: string;
  readonly calls: number;
}

/** What there is to say of all of them. */
export interface CallTotals {
  readonly held: number;
  readonly left: number;
  readonly refused: readonly ReasonCount[];
  readonly lost: readonly ReasonCount[];
  /** Predictions that were owed to calls that were held or lost. */
  readonly expected: number;
  /** Those of them that came. */
  readonly received: number;
  /** Those that held speech. */
  readonly ofSpeech: number;
  readonly skipped: number;
}

/** Sums up calls. */
export function totalsOf(records: readonly CallRecord[]): CallTotals {
  const heard = records.filter(({ ending: { kind } }) =>
    kind === "held" || kind === "lost"
  );
  const sum = (count: (record: CallRecord) => number) =>
    heard.reduce((total, record) => total + count(record), 0);
  return {
    held: records.filter(({ ending }) => ending.kind === "held").length,
    left: records.filter(({ ending }) => ending.kind === "left").length,
    refused: reasonsOf(records, "refused"),
    lost: reasonsOf(records, "lost"),
    expected: expectedOf(heard),
    received: sum(({ answers }) => answers?.received ?? 0),
    ofSpeech: sum(({ answers }) => answers?.ofSpeech ?? 0),
    skipped: sum(({ answers }) => answers?.skipped ?? 0),
  };
}

/** A call without any answer was owed what the others were. */
function expectedOf(records: readonly CallRecord[]): number {
  const ends = records.map(({ answers }) => answers?.ends).find(Boolean);
  if (ends === undefined) return 0;
  return records.reduce(
    (total, { sentMs, channelCount }) =>
      total + channelCount * owedWindows(sentMs, ends),
    0,
  );
}

function reasonsOf(
  records: readonly CallRecord[],
  kind: "refused" | "lost",
): ReasonCount[] {
  const counts = new Map<string, number>();
  for (const { ending } of records) {
    if (ending.kind !== kind) continue;
    counts.set(ending.reason, (counts.get(ending.reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, calls]) => ({ reason, calls }))
    .sort((a, b) => b.calls - a.calls);
}
