/**
 * The latest events of many calls, within a bound of memory and time.
 *
 * @module
 */
import type { CallEvent } from "./call_event.ts";
import { eventId, type EventPlace, parseEventId } from "./event_id.ts";
import type { Appended, CallEntry } from "./event_log.ts";
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
 * Keeps events of calls. Past a bound the calls that ended first are forgotten,
 * then the older half of the largest.
 */
export class KeptCalls {
  readonly #now: () => number;
  readonly #limits: KeptCallsLimits;
  readonly #live = new Map<string, KeptCall>();
  /** In the order of their ends. */
  readonly #ended = new Map<string, KeptCall>();
  #bytes = 0;

  /** @param now A clock in milliseconds that never goes back. */
  constructor(now: () => number, limits: Partial<KeptCallsLimits> = {}) {
    this.#now = now;
    this.#limits = { ...LIMITS, ...limits };
  }

  /** What the events take in memory. */
  get bytes(): number {
    return this.#bytes;
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

  /** Keeps an event, if it counts. */
  append({ id, event }: CallEntry): Appended {
    const at = parseEventId(id)!;
    const call = this.get(event.sessionId) ?? this.#newCall(event.tenant, at);
    const appended = pass(call.fence, at, event);
    if (appended === "taken") this.#keep(call, id, event);
    return appended;
  }

  #newCall(tenant: string, { generation, place }: EventPlace): KeptCall {
    const before = eventId({ generation, place: place - 1 });
    const events = new KeptEvents(this.#limits.maxCallEvents, before);
    return { fence: newFence(tenant), events, atMs: 0 };
  }

  #keep(call: KeptCall, id: string, event: CallEvent): void {
    const { sessionId } = event;
    this.#bytes -= call.events.bytes;
    call.events.push(id, event);
    this.#bytes += call.events.bytes;
    call.atMs = this.#now();
    this.#live.delete(sessionId);
    this.#ended.delete(sessionId);
    (call.fence.isEnded ? this.#ended : this.#live).set(sessionId, call);
    this.#makeRoom();
  }

  #forgetOld(): void {
    const limit = this.#now() - this.#limits.retentionMs;
    for (const [sessionId, { atMs }] of this.#ended) {
      if (atMs > limit) return;
      this.#forget(this.#ended, sessionId);
    }
  }

  #makeRoom(): void {
    const { maxCalls, maxBytes } = this.#limits;
    while (this.count > maxCalls) this.#forgetOldest();
    while (this.#bytes > maxBytes && this.#ended.size > 0) {
      this.#forgetOldest();
    }
    while (this.#bytes > maxBytes) this.#halveLargest();
  }

  /** The call that ended first, or the live one that was silent for longest. */
  #forgetOldest(): void {
    const calls = this.#ended.size > 0 ? this.#ended : this.#live;
    const [oldest] = calls.keys();
    this.#forget(calls, oldest!);
  }

  #forget(calls: Map<string, KeptCall>, sessionId: string): void {
    this.#bytes -= calls.get(sessionId)!.events.bytes;
    calls.delete(sessionId);
  }

  /** Half of it at once, so that the largest need not be looked for at every event. */
  #halveLargest(): void {
    const [first, ...others] = [...this.#live.values()].map(({ events }) =>
      events
    );
    const largest = others.reduce(
      (largest, events) => events.bytes > largest.bytes ? events : largest,
      first!,
    );
    this.#bytes -= largest.bytes;
    largest.forget(Math.ceil(largest.count / 2));
    this.#bytes += largest.bytes;
  }
}
