/**
 * The latest events of many calls, within a bound of memory and time.
 *
 * @module
 */
import { eventId, type EventPlace, parseEventId } from "./event_id.ts";
import type { Appended, CallEntry } from "./event_log.ts";
import { EventPages } from "./event_pages.ts";
import { type Fence, newFence, pass } from "./fence.ts";
import { KeptEvents } from "./kept_events.ts";
import {
  MAX_CALL_EVENTS,
  MAX_CALLS,
  MAX_LOG_BYTES,
  RETENTION_MS,
} from "./retention.ts";

/** How much is kept; see `retention.ts`. */
export interface KeptCallsLimits {
  readonly maxCallEvents: number;
  readonly maxCalls: number;
  readonly maxBytes: number;
  /** What is forgotten at once where memory ends; events are shorter. */
  readonly pageBytes?: number;
  readonly retentionMs: number;
}

const LIMITS: KeptCallsLimits = {
  maxCallEvents: MAX_CALL_EVENTS,
  maxCalls: MAX_CALLS,
  maxBytes: MAX_LOG_BYTES,
  retentionMs: RETENTION_MS,
};

/** A call of which something is kept. */
export interface KeptCall {
  readonly fence: Fence;
  readonly events: KeptEvents;
  /** When its latest event came. */
  atMs: number;
}

/**
 * Keeps events of calls. Where memory ends the oldest events are forgotten,
 * whosever they are; where there are too many calls, those that ended first.
 */
export class KeptCalls {
  readonly #now: () => number;
  readonly #limits: KeptCallsLimits;
  readonly #live = new Map<string, KeptCall>();
  /** In the order of their ends. */
  readonly #ended = new Map<string, KeptCall>();
  readonly #pages: EventPages;

  /** @param now A clock in milliseconds that never goes back. */
  constructor(now: () => number, limits: Partial<KeptCallsLimits> = {}) {
    this.#now = now;
    this.#limits = { ...LIMITS, ...limits };
    this.#pages = new EventPages(this.#limits.maxBytes, limits.pageBytes);
  }

  /** Memory that is taken for events. */
  get bytes(): number {
    return this.#pages.bytes;
  }

  /** How many calls there are. */
  get count(): number {
    return this.#live.size + this.#ended.size;
  }

  /** The calls that are not over. */
  get liveIds(): string[] {
    return [...this.#live.keys()];
  }

  /** A call, if something is kept of it. */
  get(sessionId: string): KeptCall | undefined {
    this.#forgetOld();
    return this.#live.get(sessionId) ?? this.#ended.get(sessionId);
  }

  /** Keeps an event, if it counts. @param json The event as JSON. */
  append({ id, event }: CallEntry, json: string): Appended {
    const place = parseEventId(id)!;
    const { sessionId, tenant, type } = event;
    const call = this.get(sessionId) ?? this.#newCall(tenant, place);
    const appended = pass(call.fence, place, event);
    if (appended !== "taken") return appended;
    call.events.push(place, type, json);
    this.#note(call, sessionId);
    return appended;
  }

  #newCall(tenant: string, { generation, place }: EventPlace): KeptCall {
    const before = eventId({ generation, place: place - 1 });
    const events = new KeptEvents(
      this.#pages,
      this.#limits.maxCallEvents,
      before,
    );
    return { fence: newFence(tenant), events, atMs: 0 };
  }

  #note(call: KeptCall, sessionId: string): void {
    call.atMs = this.#now();
    this.#live.delete(sessionId);
    this.#ended.delete(sessionId);
    (call.fence.isEnded ? this.#ended : this.#live).set(sessionId, call);
    while (this.count > this.#limits.maxCalls) this.#forgetOldest();
  }

  /** Forgets the calls whose end is long ago, or is written over. */
  #forgetOld(): void {
    const limit = this.#now() - this.#limits.retentionMs;
    for (const [sessionId, { atMs, events }] of this.#ended) {
      if (atMs > limit && !events.isEmpty) return;
      this.#ended.delete(sessionId);
    }
  }

  /** The call that ended first, or the live one that was silent for longest. */
  #forgetOldest(): void {
    const calls = this.#ended.size > 0 ? this.#ended : this.#live;
    const [oldest] = calls.keys();
    calls.delete(oldest!);
  }
}
