import { assert, assertEquals, assertRejects } from "@std/assert";
import { BEFORE_ALL } from "../../../src/results/event_id.ts";
import { LogAwayError } from "../../../src/results/event_log.ts";
import { KeptCalls } from "../../../src/results/kept_calls.ts";
import { redisAt } from "../../../src/results/redis/node_redis.ts";
import {
  RedisEventLog,
  type RedisLogDeps,
} from "../../../src/results/redis/redis_event_log.ts";
import { MAX_CALL_EVENTS } from "../../../src/results/retention.ts";
import { ended, escalated, predicted, started, windowOf } from "../_calls.ts";
import { appendAll, idsOf, LOG_LAWS, newCall } from "../_log_laws.ts";
import { TestRedis } from "./_redis.ts";

/** A log of one process, once it has found its Redis. */
async function logOf(redis: TestRedis, change: Partial<RedisLogDeps> = {}) {
  const states: (string | undefined)[] = [];
  const refused: string[] = [];
  let heard = Promise.withResolvers<void>();
  const log = new RedisEventLog({
    create: redisAt(redis.url),
    prefix: "test",
    owner: crypto.randomUUID(),
    own: new KeptCalls(() => performance.now()),
    onState(fault) {
      states.push(fault);
      heard.resolve();
      heard = Promise.withResolvers();
    },
    onRefused: (fault) => refused.push(fault),
    ...change,
  });
  const state = async (isThere: boolean) => {
    while ((log.state.fault === undefined) !== isThere) await heard.promise;
  };
  await state(true);
  return {
    log,
    states,
    refused,
    there: () => state(true),
    away: () => state(false),
    [Symbol.asyncDispose]: () => log.close(),
  };
}

/** Resolves when a topic's follower is woken and something holds. */
async function until(
  log: RedisEventLog,
  topic: Parameters<RedisEventLog["follow"]>[0],
  holds: () => Promise<boolean>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const unfollow = log.follow(topic, () => {
    holds().then((is) => is && resolve(), reject);
  });
  if (await holds()) resolve();
  await promise;
  unfollow();
}

const window = (i: number, call = newCall()) =>
  predicted(windowOf(i, 0.1), call);

for (const [law, holds] of Object.entries(LOG_LAWS)) {
  Deno.test(`RedisEventLog ${law}`, async () => {
    await using redis = await TestRedis.start();
    await using process = await logOf(redis);
    await holds(process.log);
  });
}

Deno.test("RedisEventLog lets any process read, follow, and go on with a call", async () => {
  await using redis = await TestRedis.start();
  await using one = await logOf(redis);
  await using two = await logOf(redis);
  const call = newCall();
  await appendAll(one.log, [started(call), window(0, call)]);
  assertEquals(await idsOf(two.log, call), ["0-1", "0-2"]);

  const heard = until(
    two.log,
    call,
    async () => (await idsOf(two.log, call))!.includes("0-3"),
  );
  await one.log.append({ id: "0-3", event: window(1, call) });
  await heard;

  const next = { ...call, generation: 1 };
  assertEquals(
    await two.log.append({ id: "1-1", event: window(1, next) }),
    "known",
  );
  assertEquals(
    await two.log.append({ id: "1-2", event: window(2, next) }),
    "taken",
  );
  assertEquals(
    await one.log.append({ id: "0-4", event: window(2, call) }),
    "superseded",
  );
  assertEquals(
    await one.log.append({ id: "0-5", event: ended(call) }),
    "superseded",
  );
  assertEquals(
    await two.log.append({ id: "1-3", event: ended(next) }),
    "taken",
  );
  const page = await one.log.read(call, "0-3", 10);
  assertEquals(page!.events.map(({ id, previousId }) => [id, previousId]), [[
    "1-2",
    "0-3",
  ], ["1-3", "1-2"]]);
  assertEquals(page!.isEnd, true);
});

Deno.test("RedisEventLog lets one of two processes in that claim the same generation", async () => {
  await using redis = await TestRedis.start();
  await using one = await logOf(redis);
  await using two = await logOf(redis);
  const call = newCall();
  await appendAll(one.log, [started(call)]);
  assertEquals(
    await two.log.append({ id: "0-2", event: window(0, call) }),
    "superseded",
  );
  assertEquals(
    await one.log.append({ id: "0-2", event: window(0, call) }),
    "taken",
  );
});

Deno.test("RedisEventLog keeps what it tells while Redis is away, serves it here, and appends it in order", async () => {
  await using redis = await TestRedis.start();
  await using one = await logOf(redis);
  const call = newCall();
  await appendAll(one.log, [started(call), window(0, call)]);
  await redis.kill();
  await one.away();
  const local = until(
    one.log,
    call,
    async () => (await idsOf(one.log, call, "0-2"))!.length === 3,
  );
  for (const i of [1, 2, 3]) {
    assertEquals(
      await one.log.append({ id: `0-${i + 2}`, event: window(i, call) }),
      "taken",
    );
  }
  await local;
  assertEquals(one.log.state.waitingEvents, 3);
  assertEquals(one.log.state.kind, "redis");
  await assertRejects(
    () => one.log.read(newCall(), BEFORE_ALL, 1),
    LogAwayError,
  );
  await assertRejects(
    () => one.log.read({ ...call, tenant: "other" }, BEFORE_ALL, 1),
    LogAwayError,
  );
  await assertRejects(
    () => one.log.lastId({ tenant: "default" }),
    LogAwayError,
  );

  await redis.start();
  await one.there();
  await using two = await logOf(redis);
  await until(
    two.log,
    call,
    async () => (await idsOf(two.log, call))?.length === 3,
  );
  const page = await two.log.read(call, BEFORE_ALL, 100);
  // This Redis came back empty: what it lost shows as a gap before 0-3.
  assertEquals(page!.events.map(({ id, previousId }) => [id, previousId]), [
    ["0-3", "0-2"],
    ["0-4", "0-3"],
    ["0-5", "0-4"],
  ]);
  assertEquals(one.log.state.waitingEvents, 0);
  assertEquals(one.log.state.droppedEvents, 0);
  assertEquals(one.states.filter((fault) => fault === undefined).length, 2);
});

Deno.test("RedisEventLog waits for a Redis that hangs for no longer than a second, and appends nothing twice", async () => {
  await using redis = await TestRedis.start();
  await using one = await logOf(redis);
  const call = newCall();
  await appendAll(one.log, [started(call)]);
  redis.hang();
  const startMs = performance.now();
  assertEquals(
    await one.log.append({ id: "0-2", event: window(0, call) }),
    "taken",
  );
  assert(performance.now() - startMs < 5_000);
  await one.away();
  assertEquals(
    await one.log.append({ id: "0-3", event: window(1, call) }),
    "taken",
  );
  redis.goOn();
  await one.there();
  await until(
    one.log,
    call,
    async () => (await idsOf(one.log, call))?.length === 3,
  );
  assertEquals(await idsOf(one.log, call), ["0-1", "0-2", "0-3"]);
});

Deno.test("RedisEventLog bounds what it keeps of a call, and lets it expire", async () => {
  await using redis = await TestRedis.start();
  await using process = await logOf(redis);
  const { log } = process;
  const call = newCall();
  const count = 2 * MAX_CALL_EVENTS;
  await appendAll(
    log,
    Array.from({ length: count }, (_, i) => window(i, call)),
  );
  const page = await log.read(call, BEFORE_ALL, count);
  assert(page!.events.length < 1.2 * MAX_CALL_EVENTS);
  assert(page!.events[0]!.previousId !== BEFORE_ALL);

  const client = await redisAt(redis.url)();
  await client.connect();
  const names = ["fence", "call"].map((name) =>
    `test:${name}:${call.sessionId}`
  );
  const livesMs = () =>
    Promise.all(names.map((name) => client.sendCommand(["PTTL", name])));
  for (const ms of await livesMs()) {
    assert(Number(ms) > 0 && Number(ms) <= 120_000);
  }
  await log.append({ id: `0-${count + 1}`, event: ended(call) });
  for (const ms of await livesMs()) {
    assert(Number(ms) > 120_000 && Number(ms) <= 600_000);
  }
  client.destroy();
});

Deno.test("RedisEventLog says that calls live which it holds, and no others", async () => {
  await using redis = await TestRedis.start();
  let touch = () => {};
  const pause = (ms: number, signal: AbortSignal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => resolve());
    if (ms === 30_000) touch = resolve;
    else if (ms < 1_000) resolve();
    return promise;
  };
  await using one = await logOf(redis, { pause });
  const [held, over, moved] = [newCall(), newCall(), newCall()];
  await appendAll(one.log, [started(held)]);
  await appendAll(one.log, [started(over), ended(over)]);
  await appendAll(one.log, [started(moved)]);
  await using two = await logOf(redis);
  await two.log.append({
    id: "1-1",
    event: window(0, { ...moved, generation: 1 }),
  });

  const client = await redisAt(redis.url)();
  await client.connect();
  const calls = [held, over, moved];
  const key = ({ sessionId }: { sessionId: string }) =>
    `test:call:${sessionId}`;
  for (const call of calls) {
    await client.sendCommand(["PEXPIRE", key(call), "60000"]);
  }
  touch();
  let ms: number[] = [];
  do {
    ms = (await Promise.all(
      calls.map((call) => client.sendCommand(["PTTL", key(call)])),
    )).map(Number);
  } while (ms[0]! <= 60_000);
  assert(ms[1]! <= 60_000 && ms[2]! <= 60_000);
  client.destroy();
});

Deno.test("RedisEventLog gives up an event whose place in Redis is taken by something else, and goes on", async () => {
  await using redis = await TestRedis.start();
  await using process = await logOf(redis);
  const [bad, good] = [newCall(), newCall()];
  const client = await redisAt(redis.url)();
  await client.connect();
  await client.sendCommand(["SET", `test:call:${bad.sessionId}`, "no stream"]);
  client.destroy();
  const appended = await Promise.all([
    process.log.append({ id: "0-1", event: started(bad) }),
    process.log.append({ id: "0-1", event: started(good) }),
    process.log.append({ id: "0-2", event: escalated(good) }),
  ]);
  assertEquals(appended, ["taken", "taken", "taken"]);
  assertEquals(await idsOf(process.log, good), ["0-1", "0-2"]);
  assertEquals(process.log.state.droppedEvents, 1);
  assertEquals(process.refused.length, 1);
});

Deno.test("RedisEventLog starts without Redis, says so, and ends at once", async () => {
  const redis = await TestRedis.start();
  await redis[Symbol.asyncDispose]();
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const log = new RedisEventLog({
    create: redisAt(
      redis.url.replace("redis://", "redis://somebody:a-secret@"),
    ),
    prefix: "test",
    owner: "one",
    own: new KeptCalls(() => 0),
    onState: resolve,
    onRefused: () => {},
  });
  const fault = await promise;
  assert(fault!.includes("ECONNREFUSED"), fault);
  assert(!fault!.includes("a-secret"));
  const call = newCall();
  assertEquals(await appendAll(log, [started(call)]), ["taken"]);
  assertEquals(log.state.waitingEvents, 1);
  await log.close();
});
