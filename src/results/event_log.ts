/**
 * Where the events of calls are kept for a while, so that whoever was away for
 * a moment misses nothing.
 *
 * @module
 */
import type { CallEvent } from "./call_event.ts";

/** An event with the name that it has among those of its call. */
export interface CallEntry {
  /** See `event_id.ts`. */
  readonly id: string;
  readonly event: CallEvent;
}

/**
 * What became of an event.
 *
 * - `taken`: it is told.
 * - `known`: this window has been told already, by the generation before.
 * - `superseded`: a newer generation of the call has been heard of, or its end.
 */
export type Appended = "taken" | "known" | "superseded";

/** What can be read: one call's events, or what happens to all calls of a tenant. */
export interface EventTopic {
  /** Who reads; other tenants' calls are as good as unknown. */
  readonly tenant: string;
  /** The call; none for the tenant's feed, which leaves predictions out. */
  readonly sessionId?: string | undefined;
}

/** An event as it is kept. */
export interface KeptEvent {
  readonly id: string;
  readonly type: CallEvent["type"];
  /** The event as JSON. */
  readonly json: string;
  /** The id of the one before; who has not read that one has missed something. */
  readonly previousId: string;
}

/** What was found after an id. */
export interface EventPage {
  /** Oldest first. */
  readonly events: readonly KeptEvent[];
  /** Whether nothing comes after these. */
  readonly isEnd: boolean;
}

/** How a log is. */
export interface EventLogState {
  readonly kind: "memory" | "redis";
  /** Why it cannot be reached now, if it cannot. */
  readonly fault?: string | undefined;
  /** Events that wait to be appended. */
  readonly waitingEvents: number;
  /** Events that never were, as too many waited. */
  readonly droppedEvents: number;
}

/** Keeps events, bounded in number and time. */
export interface EventLog {
  /** How it is. */
  readonly state: EventLogState;

  /** Keeps an event. Answers come in the order of the calls; it rejects for nothing that ails the log. */
  append(entry: CallEntry): Promise<Appended>;

  /**
   * Reads on after an id.
   *
   * @param afterId `BEFORE_ALL` for all that is kept.
   * @param limit The most events of one page.
   * @returns Nothing if there is no such call, or no longer.
   * @throws {LogAwayError} If it cannot be read now.
   */
  read(
    topic: EventTopic,
    afterId: string,
    limit: number,
  ): Promise<EventPage | undefined>;

  /** The id of the latest event, to read what comes from now on. @throws {LogAwayError} If it cannot be read now. */
  lastId(topic: EventTopic): Promise<string>;

  /**
   * Calls back when there may be more to read.
   *
   * @returns Ends it.
   */
  follow(topic: EventTopic, wake: () => void): () => void;

  /** Appends what waits, as far as it can be had soon, and lets go of all it holds. */
  close(): Promise<void>;
}

/** A log cannot be read now. */
export class LogAwayError extends Error {
  override readonly name = "LogAwayError";
}
