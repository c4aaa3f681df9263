/**
 * A log in the memory of this process, for servers of one instance.
 *
 * @module
 */
import { BEFORE_ALL } from "./event_id.ts";
import type {
  Appended,
  CallEntry,
  EventLog,
  EventLogState,
  EventPage,
  EventTopic,
} from "./event_log.ts";
import { Feeds } from "./feeds.ts";
import { Followers } from "./followers.ts";
import { KeptCalls } from "./kept_calls.ts";

/** Keeps events in memory. */
export class MemoryEventLog implements EventLog {
  readonly #calls: KeptCalls;
  readonly #feeds = new Feeds();
  readonly #followers = new Followers();

  /** @param calls What is kept of calls, and how much. */
  constructor(calls: KeptCalls) {
    this.#calls = calls;
  }

  get state(): EventLogState {
    return { kind: "memory", waitingEvents: 0, droppedEvents: 0 };
  }

  append(entry: CallEntry): Promise<Appended> {
    const { event, event: { tenant, sessionId } } = entry;
    const json = JSON.stringify(event);
    const appended = this.#calls.append(entry, json);
    if (appended === "taken") {
      this.#followers.wake({ tenant, sessionId });
      if (this.#feeds.append(event, json)) this.#followers.wake({ tenant });
    }
    return Promise.resolve(appended);
  }

  read(
    { tenant, sessionId }: EventTopic,
    afterId: string,
    limit: number,
  ): Promise<EventPage | undefined> {
    if (sessionId === undefined) {
      const page = this.#feeds.of(tenant).after(afterId, limit);
      return Promise.resolve({ ...page, isEnd: false });
    }
    const call = this.#calls.get(sessionId);
    if (call?.fence.tenant !== tenant) return Promise.resolve(undefined);
    const page = call.events.after(afterId, limit);
    const isEnd = page.isEnd && call.fence.isEnded;
    return Promise.resolve({ ...page, isEnd });
  }

  lastId({ tenant, sessionId }: EventTopic): Promise<string> {
    const events = sessionId === undefined
      ? this.#feeds.of(tenant)
      : this.#calls.get(sessionId)?.events;
    return Promise.resolve(events?.lastId ?? BEFORE_ALL);
  }

  follow(topic: EventTopic, wake: () => void): () => void {
    return this.#followers.add(topic, wake);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
