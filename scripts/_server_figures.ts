/**
 * What a server used under a load, from what it told of itself.
 *
 * @module
 */
import { growthPerMinute } from "./_growth.ts";
import type { LoadSchedule } from "./_load_schedule.ts";
import type { HeardUsage } from "./_own_server.ts";
import { median } from "./_stage.ts";
import { coresUsed } from "./_usage.ts";

/** What it used. */
export interface ServerFigures {
  /** Cores' worth of computing while it was measured. */
  readonly cores: number | null;
  /** Memory with the first session alone, in the middle of what was seen. */
  readonly firstBytes: number | null;
  /** Memory with all sessions, in the middle of what was seen. */
  readonly allBytes: number | null;
  /** What a session takes beyond the first, garbage that is not yet collected included. */
  readonly sessionBytes: number | null;
  /** How both grew in the second half of the measured time; short times tell little. */
  readonly growthPerMinute: {
    readonly bytes: number | null;
    readonly tensors: number | null;
  };
}

/** @param sessions Sessions that were there together. */
export function serverFigures(
  usages: readonly HeardUsage[],
  schedule: LoadSchedule,
  sessions: number,
): ServerFigures {
  const { aloneUntilMs, measuredFromMs, endMs } = schedule;
  const during = (fromMs: number, untilMs: number) =>
    usages.filter(({ heardMs }) => heardMs >= fromMs && heardMs < untilMs);
  const measured = during(measuredFromMs, endMs);
  const settled = during((measuredFromMs + endMs) / 2, endMs);
  const startMs = schedule.dialMs(0);
  const firstBytes = medianBytes(
    during((startMs + aloneUntilMs) / 2, aloneUntilMs),
  );
  const allBytes = medianBytes(measured);
  return {
    cores: coresUsed(measured),
    firstBytes,
    allBytes,
    sessionBytes: firstBytes !== null && allBytes !== null && sessions > 1
      ? (allBytes - firstBytes) / (sessions - 1)
      : null,
    growthPerMinute: {
      bytes: growthOf(settled, ({ rssBytes }) => rssBytes),
      tensors: growthOf(settled, ({ tensors }) => tensors),
    },
  };
}

function medianBytes(usages: readonly HeardUsage[]): number | null {
  if (usages.length === 0) return null;
  return median(usages.map(({ rssBytes }) => rssBytes));
}

/** The growth of a value that is known throughout. */
function growthOf(
  usages: readonly HeardUsage[],
  valueOf: (usage: HeardUsage) => number | null,
): number | null {
  const points = usages.flatMap((usage) => {
    const value = valueOf(usage);
    return value === null ? [] : [{ atMs: usage.atMs, value }];
  });
  return growthPerMinute(points);
}
