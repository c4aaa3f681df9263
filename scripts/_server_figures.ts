/**
 * What a server used under a load, from what it told of itself.
 *
 * @module
 */
import {
  floorsOf,
  growthPerMinute,
  type GrowthVerdict,
  growthVerdict,
  type Point,
} from "./_growth.ts";
import type { LoadSchedule } from "./_load_schedule.ts";
import type { HeardUsage } from "./_own_server.ts";
import { median } from "./_stage.ts";
import { coresUsed } from "./_usage.ts";

/** Memory, and what a session takes of it. */
export interface MemoryFigures {
  /** With the first session alone. */
  readonly firstBytes: number | null;
  /** With all sessions. */
  readonly allBytes: number | null;
  /** What each session beyond the first adds. */
  readonly sessionBytes: number | null;
}

/** What a server used. */
export interface ServerFigures {
  /** Cores' worth of computing while it was measured. */
  readonly cores: number | null;
  /** Computing that a second of a session takes. */
  readonly sessionMsPerSecond: number | null;
  /** What the process holds: the middle of what was seen, garbage included. */
  readonly rss: MemoryFigures;
  /** Objects and array buffers: the least that was seen, so most garbage was gone. */
  readonly heap: MemoryFigures;
  /** Growth in the second half of the measured time; short times tell little. */
  readonly growthPerMinute: {
    readonly rssBytes: number | null;
    /** Of what is left when garbage is gone: the least of each 30 s. V8 keeps room in reserve, so what is resident tells less. */
    readonly heapBytes: number | null;
    readonly tensors: number | null;
  };
  /** Whether the heap grows. */
  readonly verdict: GrowthVerdict;
}

/** @param sessions Sessions that were there together. */
export function serverFigures(
  usages: readonly HeardUsage[],
  schedule: LoadSchedule,
  sessions: number,
): ServerFigures {
  const { aloneUntilMs, measuredFromMs, endMs } = schedule;
  const startMs = schedule.dialMs(0);
  const during = (fromMs: number, untilMs: number) =>
    usages.filter(({ heardMs }) => heardMs >= fromMs && heardMs < untilMs);
  const alone = during((startMs + aloneUntilMs) / 2, aloneUntilMs);
  const measured = during(measuredFromMs, endMs);
  const settled = during((measuredFromMs + endMs) / 2, endMs);
  const memory = (bytesOf: (usages: readonly HeardUsage[]) => number) =>
    memoryFigures([alone, measured].map(known(bytesOf)), sessions);
  const cores = coresUsed(measured);
  const floors = floorsOf(pointsOf(settled, ({ heapBytes }) => heapBytes));
  return {
    cores,
    sessionMsPerSecond: cores === null ? null : 1000 * cores / sessions,
    rss: memory((seen) => median(seen.map(({ rssBytes }) => rssBytes))),
    heap: memory((seen) => Math.min(...seen.map(({ heapBytes }) => heapBytes))),
    growthPerMinute: {
      rssBytes: growthPerMinute(pointsOf(settled, ({ rssBytes }) => rssBytes)),
      heapBytes: growthPerMinute(floors),
      tensors: growthPerMinute(pointsOf(settled, ({ tensors }) => tensors)),
    },
    verdict: growthVerdict(floors),
  };
}

/** Of nothing, nothing is known. */
function known<T, R>(act: (items: readonly T[]) => R) {
  return (items: readonly T[]) => items.length > 0 ? act(items) : null;
}

function memoryFigures(
  [firstBytes = null, allBytes = null]: readonly (number | null)[],
  sessions: number,
): MemoryFigures {
  const isKnown = firstBytes !== null && allBytes !== null && sessions > 1;
  const sessionBytes = isKnown
    ? Math.round((allBytes - firstBytes) / (sessions - 1))
    : null;
  return { firstBytes, allBytes, sessionBytes };
}

/** A value over time, where it is known. */
function pointsOf(
  usages: readonly HeardUsage[],
  valueOf: (usage: HeardUsage) => number | null,
): Point[] {
  return usages.flatMap((usage) => {
    const value = valueOf(usage);
    return value === null ? [] : [{ atMs: usage.atMs, value }];
  });
}
