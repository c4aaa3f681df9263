/**
 * One load on one server, from the first call to the last.
 *
 * @module
 */
import { Line } from "../src/client/line.ts";
import type { CallRecord } from "./_call_record.ts";
import { Distribution } from "./_distribution.ts";
import { HealthProbe } from "./_health_probe.ts";
import type { EndlessCall } from "./_load_audio.ts";
import { Crowd } from "./_load_crowd.ts";
import { LoadSchedule, type LoadShape } from "./_load_schedule.ts";
import { type Clock, systemClock } from "./_pace.ts";
import { giveTurns, type Paced } from "./_turns.ts";
import type { Usage } from "./_usage.ts";
import { UsageWatch } from "./_usage_watch.ts";

/** What was seen. Distributions are of the measured time alone, records of the whole load. */
export interface Observations {
  readonly schedule: LoadSchedule;
  readonly records: readonly CallRecord[];
  /** From a window's last sample being sent to its prediction received. */
  readonly latency: Distribution;
  /** By how much chunks left later than they were due. */
  readonly lateness: Distribution;
  /** From `GET /healthz` to its answer. */
  readonly health: Distribution;
  /** What this process used. */
  readonly ownUsages: readonly Usage[];
}

/** The server of a load. */
export interface LoadTarget {
  /** Where its sessions are. */
  readonly streamUrl: string;
  /** Who its callers are, if it asks. */
  readonly key?: string | undefined;
}

/** Puts a load on a server. */
export async function runLoad(
  { streamUrl, key }: LoadTarget,
  shape: LoadShape,
  call: EndlessCall,
  clock: Clock = systemClock,
): Promise<Observations> {
  const { now } = clock;
  const schedule = new LoadSchedule(shape, now());
  const { measuredFromMs, endMs } = schedule;
  const latency = new Distribution();
  const lateness = new Distribution();
  const health = new Distribution();
  const isMeasured = (ms: number) => ms >= measuredFromMs && ms < endMs;
  const everybody = new Set<Paced>();
  const watch = new UsageWatch(measuredFromMs);
  everybody.add(watch);
  everybody.add(
    new HealthProbe(streamUrl, measuredFromMs, {
      now,
      onAnswer: (askedMs, answeredMs) => {
        if (isMeasured(askedMs)) health.add(answeredMs - askedMs);
      },
    }),
  );
  const crowd = new Crowd(shape.sessions, everybody, {
    call,
    schedule,
    now,
    dial: (onMessage) => new Line(streamUrl, onMessage, { key }),
    onChunk: (dueMs, sentMs) => {
      if (isMeasured(dueMs)) lateness.add(sentMs - dueMs);
    },
    onAnswer: (sentMs, receivedMs) => {
      if (isMeasured(sentMs)) latency.add(receivedMs - sentMs);
    },
  });
  await giveTurns(everybody, clock, () => crowd.isOver);
  return {
    schedule,
    records: crowd.records,
    latency,
    lateness,
    health,
    ownUsages: watch.usages,
  };
}
