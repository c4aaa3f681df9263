/**
 * Where call records lie.
 *
 * @module
 */
import type { CallBatch } from "./call_batch.ts";
import type { TimelineWindow } from "./record.ts";
import type { StoredCall } from "./stored_call.ts";

/** A call's place in the order of calls: newest first. */
export interface CallPlace {
  readonly startedAtMs: number;
  readonly id: string;
}

/** Which of a tenant's calls are asked for. */
export interface CallQuery {
  readonly tenant: string;
  /** How many at most. */
  readonly limit: number;
  /** Those older than this one. */
  readonly after?: CallPlace | undefined;
  /** Begun at it or later. */
  readonly fromMs?: number | undefined;
  /** Begun before it. */
  readonly toMs?: number | undefined;
  readonly platform?: string | undefined;
  /** The platform's name of the call. */
  readonly callId?: string | undefined;
  /** That held longest in one of its channels. */
  readonly label?: string | undefined;
  readonly isEscalated?: boolean | undefined;
  /** Live ones, interrupted ones among them; or all others. */
  readonly isLive?: boolean | undefined;
}

/** Some of the calls that were asked for. */
export interface StoredPage {
  readonly calls: readonly StoredCall[];
  /** Where to go on, if there may be more: a page may be short, or empty, before the end. */
  readonly next: CallPlace | undefined;
}

/** How a write went: what a later generation has overtaken, or was deleted, is not written. */
export type AppendOutcome = "written" | "overtaken";

/** How a removal went. */
export type RemoveOutcome = "removed" | "unknown" | "live";

/** What a sweep did. */
export interface Swept {
  /** Calls that nobody writes of any more. */
  readonly lostCalls: number;
  /** Calls that were kept long enough. */
  readonly expiredCalls: number;
}

/** Where call records lie. Each of these rejects if the store is away. */
export interface RecordStore {
  append(batch: CallBatch): Promise<AppendOutcome>;
  list(query: CallQuery): Promise<StoredPage>;
  /** One call, or nothing if the tenant has none of this id. */
  find(tenant: string, id: string): Promise<StoredCall | undefined>;
  /** Windows of one channel, oldest first, in parts. */
  windows(
    stored: StoredCall,
    channel: number,
  ): AsyncIterable<readonly TimelineWindow[]>;
  /** Removes all that is known of a call that is over. */
  remove(tenant: string, id: string): Promise<RemoveOutcome>;
  /** Marks calls that were lost, and removes those that were kept long enough. */
  sweep(): Promise<Swept>;
}
