import type {
  CallEnd,
  CallInfo,
  CallSink,
  Refusal,
  Source,
} from "../session/call_sink.ts";
import { type Losses, noLosses } from "../session/losses.ts";

/** What has been counted of one platform since the process began. */
export interface PlatformCounts {
  startedCalls: number;
  endedCalls: number;
  /** Sockets that clients lost in calls that could be resumed. */
  interruptions: number;
  /** Calls that came back. */
  resumedCalls: number;
  /** Calls that ended by a fault. */
  failedCalls: number;
  predictions: number;
  /** Requests and calls that were not taken, by code. */
  readonly refusals: Partial<Record<Refusal["code"], number>>;
  readonly losses: Losses;
}

/** Counts calls by platform, for whoever measures the process. */
export class CallCounters implements CallSink {
  readonly #counts = new Map<Source, PlatformCounts>();

  /** The counts so far, of every platform that was heard of. */
  get counts(): ReadonlyMap<Source, Readonly<PlatformCounts>> {
    return this.#counts;
  }

  started({ platform }: CallInfo): void {
    this.#of(platform).startedCalls++;
  }

  resumed({ platform }: CallInfo): void {
    this.#of(platform).resumedCalls++;
  }

  interrupted({ platform }: CallInfo): void {
    this.#of(platform).interruptions++;
  }

  predicted({ platform }: CallInfo): void {
    this.#of(platform).predictions++;
  }

  ended({ platform }: CallInfo, { reason, losses }: CallEnd): void {
    const counts = this.#of(platform);
    counts.endedCalls++;
    if (reason === "fault") counts.failedCalls++;
    for (const name of Object.keys(losses) as (keyof Losses)[]) {
      counts.losses[name] += losses[name];
    }
  }

  refused({ platform, code }: Refusal): void {
    const { refusals } = this.#of(platform);
    refusals[code] = (refusals[code] ?? 0) + 1;
  }

  #of(platform: Source): PlatformCounts {
    const known = this.#counts.get(platform);
    if (known) return known;
    const counts: PlatformCounts = {
      startedCalls: 0,
      endedCalls: 0,
      interruptions: 0,
      resumedCalls: 0,
      failedCalls: 0,
      predictions: 0,
      refusals: {},
      losses: noLosses(),
    };
    this.#counts.set(platform, counts);
    return counts;
  }
}
