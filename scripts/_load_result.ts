/**
 * What a load found, for programs.
 *
 * @module
 */
import { type CallTotals, totalsOf } from "./_call_record.ts";
import type { Figures } from "./_distribution.ts";
import type { Observations } from "./_load_run.ts";
import type { HeardUsage } from "./_own_server.ts";
import { type ServerFigures, serverFigures } from "./_server_figures.ts";
import { coresUsed } from "./_usage.ts";

/** What a load found. */
export interface LoadResult {
  /** Sessions at a time that were asked for. */
  readonly sessions: number;
  /** Calls in all: more than sessions if they come and go. */
  readonly calls: number;
  readonly held: CallTotals["held"];
  readonly left: CallTotals["left"];
  readonly refused: CallTotals["refused"];
  readonly lost: CallTotals["lost"];
  readonly predictions: {
    readonly expected: number;
    readonly received: number;
    /** Share of the received ones that held speech, and so were scored. */
    readonly speechShare: number;
  };
  /** Windows left out. */
  readonly skipped: number;
  /** From a window's last sample being sent to its prediction received. */
  readonly latencyMs: Figures | null;
  /** From `GET /healthz` to its answer: an upper bound of the event loop's delay. */
  readonly eventLoopDelayMs: Figures | null;
  /** Unknown of a server that another started. */
  readonly server: ServerFigures | null;
  readonly generator: {
    /** By how much chunks left later than they were due. */
    readonly latenessMs: Figures | null;
    readonly cores: number | null;
  };
  /** Whether the generator kept its pace; if not, figures may be its own doing. */
  readonly isValid: boolean;
}

/** What chunks may be late by, 99 of 100, before figures are the generator's: half a chunk of 20 ms. */
export const MAX_LATENESS_MS = 10;

/**
 * Sums up what was seen.
 *
 * @param usages What the server told of itself, if it did.
 * @throws {Error} If no call was answered, with the first reason.
 */
export function loadResult(
  sessions: number,
  observed: Observations,
  usages: readonly HeardUsage[] | undefined,
): LoadResult {
  const { schedule, records, latency, lateness, health } = observed;
  const totals = totalsOf(records);
  const { held, left, refused, lost, expected, received, skipped } = totals;
  if (received === 0) throw new Error(unanswered(totals));
  const turnedAway = refused.reduce((sum, { calls }) => sum + calls, 0);
  const latenessMs = lateness.figures();
  return {
    sessions,
    calls: records.length,
    held,
    left,
    refused,
    lost,
    predictions: {
      expected,
      received,
      speechShare: totals.ofSpeech / received,
    },
    skipped,
    latencyMs: latency.figures(),
    eventLoopDelayMs: health.figures(),
    server: usages === undefined
      ? null
      : serverFigures(usages, schedule, sessions - turnedAway),
    generator: { latenessMs, cores: coresUsed(observed.ownUsages) },
    isValid: latenessMs !== null && latenessMs.p99 <= MAX_LATENESS_MS,
  };
}

function unanswered({ refused, lost }: CallTotals): string {
  const reason = [...refused, ...lost][0]?.reason ??
    "calls were too short for a window";
  return `Cannot measure as a prediction must come: ${reason}`;
}
