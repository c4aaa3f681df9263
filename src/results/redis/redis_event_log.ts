/**
 * A log in Redis, so that any instance serves any subscriber.
 *
 * Redis holds the truth while it is there. While it is away, what this process
 * publishes waits in its outbox, and is read from memory by those who follow
 * here; names of events are the same in both, so nobody reads one twice.
 *
 * @module
 */
import type {
  Appended,
  CallEntry,
  EventLog,
  EventLogState,
  EventPage,
  EventTopic,
} from "../event_log.ts";
import { LogAwayError } from "../event_log.ts";
import { Followers, topicName } from "../followers.ts";
import type { KeptCalls } from "../kept_calls.ts";
import { LIVE_MS } from "./append_script.ts";
import { News } from "./news.ts";
import { Outbox } from "./outbox.ts";
import { type Pause, pause } from "./pause.ts";
import { faultText, RedisConnection } from "./redis_connection.ts";
import type { CreateRedis } from "./redis_port.ts";
import { RedisStreams } from "./redis_streams.ts";

/** How often live calls are said to live: a call is forgotten after four that failed. */
const TOUCH_MS = LIVE_MS / 4;

/** How long the last events may take to reach Redis when the process stops. */
const LAST_WORDS_MS = 1_000;

/** What the log needs. */
export interface RedisLogDeps {
  readonly create: CreateRedis;
  /** What the names of all keys and channels begin with. */
  readonly prefix: string;
  /** Names this process among those that append. */
  readonly owner: string;
  /** What this process publishes, for while Redis is away. */
  readonly own: KeptCalls;
  /** Hears that Redis is there, or why not. */
  readonly onState: (fault: string | undefined) => void;
  /** Hears of an event that Redis refuses. */
  readonly onRefused: (fault: string) => void;
  readonly pause?: Pause | undefined;
}

/** Keeps events in Redis. */
export class RedisEventLog implements EventLog {
  readonly #deps: RedisLogDeps;
  readonly #followers = new Followers();
  readonly #streams: RedisStreams;
  readonly #outbox: Outbox;
  readonly #commands: RedisConnection;
  readonly #news: News;
  readonly #closing = new AbortController();
  readonly #pause: Pause;
  #fault: string | undefined = "not connected yet";

  constructor(deps: RedisLogDeps) {
    this.#deps = deps;
    this.#pause = deps.pause ?? pause;
    this.#streams = new RedisStreams(deps);
    this.#outbox = new Outbox({
      send: (batch) =>
        this.#commands.use((client) => this.#streams.append(client, batch)),
      onRefused: deps.onRefused,
      onFault: (fault) => this.#commands.lose(fault),
    });
    this.#news = new News({ ...deps, followers: this.#followers });
    this.#commands = new RedisConnection({
      ...deps,
      onUp: () => this.#setFault(undefined),
      onDown: (fault) => this.#setFault(fault),
    });
    this.#touchAlways();
  }

  get state(): EventLogState {
    return {
      kind: "redis",
      ...(this.#fault !== undefined && { fault: this.#fault }),
      waitingEvents: this.#outbox.count,
      droppedEvents: this.#outbox.droppedCount,
    };
  }

  append(entry: CallEntry): Promise<Appended> {
    const json = JSON.stringify(entry.event);
    const own = this.#deps.own.append(entry, json);
    if (own !== "taken") return Promise.resolve(own);
    const appended = this.#outbox.append(entry, json);
    if (!this.#commands.isUp) this.#followers.wake(entry.event);
    return appended;
  }

  async read(
    topic: EventTopic,
    afterId: string,
    limit: number,
  ): Promise<EventPage | undefined> {
    const { tenant, sessionId } = topic;
    try {
      return await this.#commands.use((client) =>
        sessionId === undefined
          ? this.#streams.readFeed(client, tenant, afterId, limit)
          : this.#streams.readCall(
            client,
            { tenant, sessionId },
            afterId,
            limit,
          )
      );
    } catch (error) {
      return this.#readOwn(topic, afterId, limit, faultText(error));
    }
  }

  async lastId(topic: EventTopic): Promise<string> {
    try {
      return await this.#commands.use((client) =>
        this.#streams.lastId(client, topicName(topic))
      );
    } catch (error) {
      throw new LogAwayError(faultText(error));
    }
  }

  follow(topic: EventTopic, wake: () => void): () => void {
    const name = topicName(topic);
    const isNew = !this.#followers.has(name);
    const unfollow = this.#followers.add(topic, wake);
    if (isNew) this.#news.begin(name);
    return () => {
      unfollow();
      if (!this.#followers.has(name)) this.#news.end(name);
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const drained = new AbortController();
    const late = this.#pause(LAST_WORDS_MS, drained.signal);
    await Promise.race([this.#outbox.drained(), late]);
    drained.abort();
    await Promise.all([this.#commands.close(), this.#news.close()]);
  }

  #readOwn(
    { tenant, sessionId }: EventTopic,
    afterId: string,
    limit: number,
    fault: string,
  ): EventPage {
    const call = sessionId === undefined
      ? undefined
      : this.#deps.own.get(sessionId);
    if (call?.fence.tenant !== tenant) throw new LogAwayError(fault);
    const page = call.events.after(afterId, limit);
    return { ...page, isEnd: page.isEnd && call.fence.isEnded };
  }

  #setFault(fault: string | undefined): void {
    const isNews = (fault === undefined) !== (this.#fault === undefined) ||
      this.#fault === "not connected yet";
    this.#fault = fault;
    if (fault === undefined) this.#outbox.open();
    else this.#outbox.shut();
    this.#followers.wakeAll();
    if (isNews) this.#deps.onState(fault);
  }

  async #touchAlways(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#pause(TOUCH_MS, signal);
      const ids = this.#deps.own.liveIds;
      if (signal.aborted || !this.#commands.isUp || ids.length === 0) continue;
      await this.#commands.use((client) => this.#streams.touch(client, ids))
        .catch(() => {});
    }
  }
}
