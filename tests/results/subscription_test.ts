import { assertEquals } from "@std/assert";
import type { CallEvent } from "../../src/results/call_event.ts";
import { BEFORE_ALL } from "../../src/results/event_id.ts";
import { LogAwayError } from "../../src/results/event_log.ts";
import { KeptCalls } from "../../src/results/kept_calls.ts";
import { MemoryEventLog } from "../../src/results/memory_event_log.ts";
import {
  subscribe,
  type SubscriptionDeps,
} from "../../src/results/subscription.ts";
import { ended, escalated, predicted, started, windowOf } from "./_calls.ts";
import { appendAll, newCall } from "./_log_laws.ts";

/** A call's log, and one who subscribes to it. */
function scene(
  change: Partial<SubscriptionDeps> = {},
  limits: ConstructorParameters<typeof KeptCalls>[1] = {},
) {
  const log = new MemoryEventLog(new KeptCalls(() => 0, limits));
  const call = newCall();
  const gone = new AbortController();
  const told = subscribe({
    log,
    topic: call,
    afterId: BEFORE_ALL,
    signal: gone.signal,
    ...change,
  });
  /** What is told next, in short. */
  const next = async () => {
    const { value, done } = await told.next();
    if (done) return `end: ${value}`;
    return value.kind === "event" ? value.event.id : value.kind;
  };
  const all = async () => {
    const heard: string[] = [];
    do heard.push(await next()); while (!heard.at(-1)!.startsWith("end"));
    return heard;
  };
  return { log, call, gone, next, all };
}
const windows = (
  call: ReturnType<typeof newCall>,
  count: number,
): CallEvent[] =>
  Array.from({ length: count }, (_, i) => predicted(windowOf(i, 0.1), call));

Deno.test("subscribe() tells what is kept, then what comes, until the call is over", async () => {
  const { log, call, next } = scene();
  await appendAll(log, [started(call)]);
  assertEquals(await next(), "0-1");
  const later = next();
  await log.append({ id: "0-2", event: escalated(call) });
  await log.append({ id: "0-3", event: ended(call) });
  assertEquals([await later, await next(), await next()], [
    "0-2",
    "0-3",
    "end: ended",
  ]);
});

Deno.test("subscribe() goes on after the event that a subscriber has", async () => {
  const { log, call, all } = scene({ afterId: "0-2" });
  await appendAll(log, [started(call), ...windows(call, 250), ended(call)]);
  const heard = await all();
  assertEquals(heard.length, 252 - 2 + 1);
  assertEquals([heard[0], heard.at(-2), heard.at(-1)], [
    "0-3",
    "0-252",
    "end: ended",
  ]);
});

Deno.test("subscribe() says when something is kept no longer, and what is not wanted leaves no gap", async () => {
  const { log, call, all } = scene({ types: ["prediction", "call.ended"] }, {
    maxCallEvents: 3,
  });
  await appendAll(log, [
    started(call),
    ...windows(call, 4),
    escalated(call),
    ended(call),
  ]);
  assertEquals(await all(), ["gap", "0-5", "0-7", "end: ended"]);
});

Deno.test("subscribe() says when there is no news", async () => {
  const { log, call, next } = scene({ quietMs: 1 });
  await appendAll(log, [started(call)]);
  assertEquals([await next(), await next(), await next()], [
    "0-1",
    "quiet",
    "quiet",
  ]);
});

Deno.test("subscribe() ends when a call is heard of no more", async () => {
  const { log, call, next } = scene({ quietMs: 1 }, { maxCalls: 1 });
  await appendAll(log, [started(call)]);
  assertEquals(await next(), "0-1");
  await appendAll(log, [started(newCall())]);
  assertEquals(await next(), "end: forgotten");
});

Deno.test("subscribe() tells what is kept to who is sent away, and ends at once", async () => {
  const { log, call, gone, next } = scene();
  await appendAll(log, [started(call)]);
  assertEquals(await next(), "0-1");
  const later = next();
  gone.abort();
  assertEquals(await later, "end: gone");

  const other = scene();
  await appendAll(other.log, [started(other.call), escalated(other.call)]);
  other.gone.abort();
  assertEquals(await other.all(), ["0-1", "0-2", "end: gone"]);
});

Deno.test("subscribe() waits for a log that is away", async () => {
  const { log, call, next } = scene();
  const read = log.read.bind(log);
  log.read = () => Promise.reject(new LogAwayError("away"));
  await appendAll(log, [started(call)]);
  const first = next();
  log.read = read;
  await log.append({ id: "0-2", event: escalated(call) });
  assertEquals([await first, await next()], ["0-1", "0-2"]);
});

Deno.test("subscribe() follows no more once it has ended, or is left", async () => {
  const { log, call } = scene();
  let followers = 0;
  const follow = log.follow.bind(log);
  log.follow = (topic, wake) => {
    followers++;
    const unfollow = follow(topic, wake);
    return () => {
      followers--;
      unfollow();
    };
  };
  await appendAll(log, [started(call)]);
  const deps = { log, topic: call, afterId: BEFORE_ALL };
  for await (const _ of subscribe({ ...deps, signal: AbortSignal.abort() }));
  for await (
    const _ of subscribe({ ...deps, signal: new AbortController().signal })
  ) {
    assertEquals(followers, 1);
    break;
  }
  assertEquals(followers, 0);
});
