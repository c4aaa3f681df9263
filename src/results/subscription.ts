/**
 * One subscriber's reading of a log: what is kept first, then what comes.
 *
 * Nothing is queued for a subscriber. It is a place in the log, which is read on
 * when the subscriber can take more; who falls behind what is kept is told so.
 *
 * @module
 */
import { Bell } from "./bell.ts";
import type { CallEvent } from "./call_event.ts";
import {
  type EventLog,
  type EventPage,
  type EventTopic,
  type KeptEvent,
  LogAwayError,
} from "./event_log.ts";

/** After so long without news, a subscriber is told that all is well: proxies close what is silent for a minute. */
export const QUIET_MS = 15_000;

/** Events read at once, about 60 KB. */
const PAGE_EVENTS = 100;

/** What a subscriber is told. */
export type Told =
  | { readonly kind: "event"; readonly event: KeptEvent }
  /** Events before the next one are kept no longer. */
  | { readonly kind: "gap" }
  /** There is no news. */
  | { readonly kind: "quiet" };

/** Why there is no more: the call is over, nobody has heard of it for a while, or whoever subscribed has gone. */
export type SubscriptionEnd = "ended" | "forgotten" | "gone";

/** What is subscribed to. */
export interface SubscriptionDeps {
  readonly log: EventLog;
  readonly topic: EventTopic;
  /** The last event that the subscriber has. */
  readonly afterId: string;
  /** What it wants. @default all */
  readonly types?: readonly CallEvent["type"][] | undefined;
  /** There will be no more: the subscriber has gone, or the process stops. */
  readonly signal: AbortSignal;
  /** @default {QUIET_MS} */
  readonly quietMs?: number | undefined;
}

/**
 * Tells of a topic from an event on, until the call is over. If the signal says
 * so before, what is kept is told, and no more.
 */
export async function* subscribe(
  { log, topic, afterId, types, signal, quietMs = QUIET_MS }: SubscriptionDeps,
): AsyncGenerator<Told, SubscriptionEnd> {
  const bell = new Bell();
  const ring = () => bell.ring();
  const unfollow = log.follow(topic, ring);
  signal.addEventListener("abort", ring);
  try {
    let lastId = afterId;
    for (;;) {
      const page = await readOn(log, topic, lastId);
      if (page === undefined) return "forgotten";
      for (const event of page.events) {
        if (event.previousId !== lastId) yield { kind: "gap" };
        lastId = event.id;
        if (types?.includes(event.type) ?? true) yield { kind: "event", event };
      }
      if (page.isEnd) return "ended";
      if (page.events.length > 0) continue;
      if (signal.aborted) return "gone";
      if (!await bell.rung(quietMs)) yield { kind: "quiet" };
    }
  } finally {
    unfollow();
    signal.removeEventListener("abort", ring);
  }
}

const NO_NEWS: EventPage = { events: [], isEnd: false };

/** Reads on; a log that is away has no news, and rings when it is back. */
async function readOn(
  log: EventLog,
  topic: EventTopic,
  lastId: string,
): Promise<EventPage | undefined> {
  try {
    return await log.read(topic, lastId, PAGE_EVENTS);
  } catch (error) {
    if (error instanceof LogAwayError) return NO_NEWS;
    throw error;
  }
}
