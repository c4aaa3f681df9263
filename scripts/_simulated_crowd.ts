/**
 * Many simulated calls at once, and what became of them.
 *
 * @module
 */
import { followCalls, type FollowingOptions } from "./_call_events.ts";
import { CallLatency, type LatencyResult } from "./_call_latency.ts";
import { figuresText } from "./_load_lines.ts";
import { MAX_LATENESS_MS } from "./_load_result.ts";
import { systemClock } from "./_pace.ts";
import type { SimulatedCall, Simulator } from "./_simulators/simulator.ts";
import { coresUsed, usageNow } from "./_usage.ts";

/** How many calls, and what is told of them. */
export interface SimulatedCrowd {
  readonly calls: number;
  /** Over which they begin, evenly. */
  readonly rampMs: number;
  readonly tellsLatency: boolean;
  /** The key to follow them with. */
  readonly key: string | undefined;
}

/** What became of calls that were all clean. */
export interface CrowdResult {
  readonly calls: number;
  readonly rampMs: number;
  /** What passed in them, in a line, and in how many the same did. */
  readonly passed: readonly {
    readonly calls: number;
    readonly line: string;
  }[];
  /** Cores' worth of computing that this program took. */
  readonly cores: number | null;
  /** How long predictions took, if that was asked for. */
  readonly latency?: LatencyResult;
}

/** Predictions of a call are there long before; a server that is so late has not told. */
const MAX_LAST_WORD_MS = 10_000;

/**
 * Makes the calls.
 *
 * @throws {Error} As soon as one of them is not clean.
 */
export async function makeCalls(
  simulator: Simulator,
  call: SimulatedCall,
  { calls, rampMs, tellsLatency, key }: SimulatedCrowd,
): Promise<CrowdResult> {
  const before = usageNow();
  const latency = tellsLatency
    ? new CallLatency(calls, systemClock.now)
    : undefined;
  const leaving = new AbortController();
  try {
    if (latency) {
      await followCalls(following(latency, call, key), leaving.signal);
    }
    const lines = await Promise.all(
      Array.from({ length: calls }, async (_, number) => {
        await systemClock.sleep(rampMs * number / calls);
        return await simulator.run({ ...call, number, watch: latency });
      }),
    );
    if (latency) await lastWord(latency);
    return {
      calls,
      rampMs,
      passed: counted(lines),
      cores: coresUsed([before, usageNow()]),
      ...latency && { latency: latency.result() },
    };
  } finally {
    leaving.abort();
  }
}

function following(
  { isWanted, onPrediction, onEnded }: CallLatency,
  { url }: SimulatedCall,
  key: string | undefined,
): FollowingOptions {
  return { url, key, isWanted, onPrediction, onEnded };
}

/** Waits until every call's end has been told, but no longer than {@linkcode MAX_LAST_WORD_MS}. */
async function lastWord({ allEnded }: CallLatency): Promise<void> {
  const late = Promise.withResolvers<void>();
  const limit = setTimeout(late.resolve, MAX_LAST_WORD_MS);
  await Promise.race([allEnded, late.promise]);
  clearTimeout(limit);
}

/** Each line once, with how often it was there. */
function counted(lines: readonly string[]): CrowdResult["passed"] {
  const counts = Map.groupBy(lines, (line) => line);
  return [...counts].map(([line, { length }]) => ({ calls: length, line }));
}

/** What became of calls, for people: what passed in each, then how long predictions took. */
export function crowdLines(
  { calls, passed, latency, cores }: CrowdResult,
): readonly string[] {
  const lines = passed.map(({ calls: same, line }) =>
    calls === 1 ? line : `${same} calls, each ${line}`
  );
  if (latency === undefined) return lines;
  const { followed, predictions, skipped, latencyMs, latenessMs } = latency;
  return [
    ...lines,
    `${followed} of ${calls} calls followed: ${predictions} predictions, ${skipped} windows skipped`,
    `latency ${figuresText(latencyMs)}, message due to prediction received`,
    `this program sent ${figuresText(latenessMs)} late, with ${
      cores?.toFixed(2) ?? "?"
    } cores`,
  ];
}

/** @throws {Error} If this program was late, or did not hear of all calls, so that its figures are worth nothing. */
export function assertValid({ calls, latency }: CrowdResult): void {
  if (latency === undefined) return;
  if (latency.followed < calls) {
    throw new Error(
      `Cannot trust these figures as every call must be followed to its end: current value is ${latency.followed} of ${calls}`,
    );
  }
  if (!latency.isValid) {
    throw new Error(
      `Cannot trust these figures as 99 of 100 messages must leave within ${MAX_LATENESS_MS} ms of their time: current value is ${latency.latenessMs?.p99} ms`,
    );
  }
}
