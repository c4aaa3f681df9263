/**
 * Where this process keeps what it tells of calls.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import type { EventLog } from "../results/event_log.ts";
import { KeptCalls } from "../results/kept_calls.ts";
import { MemoryEventLog } from "../results/memory_event_log.ts";
import { redisAt } from "../results/redis/node_redis.ts";
import { RedisEventLog } from "../results/redis/redis_event_log.ts";

/** What a log needs of its process. */
export interface EventLogDeps {
  readonly redisUrl: string | undefined;
  readonly redisPrefix: string;
  readonly log: Log;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
}

/** Creates the log: in Redis if there is one, in memory otherwise. */
export function createEventLog(
  { redisUrl, redisPrefix: prefix, log, now }: EventLogDeps,
): EventLog {
  const own = new KeptCalls(now);
  if (redisUrl === undefined) return new MemoryEventLog(own);
  return new RedisEventLog({
    create: redisAt(redisUrl),
    prefix,
    owner: crypto.randomUUID(),
    own,
    onState: (fault) => tellState(log, fault),
    onRefused: (fault) =>
      log.error("event_refused", { message: "Redis refused an event", fault }),
  });
}

function tellState(log: Log, fault: string | undefined): void {
  if (fault === undefined) {
    log.info("redis_there", { message: "keeps what it tells in Redis" });
  } else {
    log.warn("redis_away", {
      message: "keeps what it tells in memory as Redis is away",
      fault,
    });
  }
}
