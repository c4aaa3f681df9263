import { assertEquals } from "@std/assert";
import { SILENT_LOG } from "../../src/log/log.ts";
import { eventId } from "../../src/results/event_id.ts";
import { DEFAULT_RULE } from "../../src/results/escalation_rule.ts";
import { createSinks } from "../../src/service/sinks.ts";
import type { CallSink } from "../../src/session/call_sink.ts";
import { CallCounters } from "../../src/results/call_counters.ts";
import { noLosses } from "../../src/session/losses.ts";
import { callOf, predicted, started, windowOf } from "../results/_calls.ts";
import { TestRedis } from "../results/redis/_redis.ts";
import { REPORT } from "../session/_events.ts";
import { settle } from "../session/_fakes.ts";

const END = {
  reason: "client_close",
  losses: noLosses(),
  report: REPORT,
} as const;

/** Sinks over a log in memory, and the types of what a listener hears. */
function sinksInMemory() {
  const sinks = sinksOver(undefined);
  const heard: string[] = [];
  sinks.listen({ heard: ({ type }) => heard.push(type) });
  return { ...sinks, heard };
}

/** Sinks over a log in memory, or in Redis. */
function sinksOver(redisUrl: string | undefined, others: CallSink[] = []) {
  return createSinks({
    hasPredictionLog: false,
    escalation: DEFAULT_RULE,
    redisUrl,
    redisPrefix: "test",
    others,
    log: SILENT_LOG,
    onFault: (fault) => {
      throw fault;
    },
    now: () => 0,
    wallMs: () => 7,
  });
}

Deno.test("createSinks() lets listeners hear of an escalation, once, before the call's end", async () => {
  const { sink, settled, events, heard } = sinksInMemory();
  const call = callOf();
  sink.started(call);
  for (let index = 0; index < 12; index++) {
    sink.predicted(call, windowOf(index, 0.9));
  }
  sink.ended(call, END);
  await settled();
  await events.close();
  assertEquals(heard, [
    "call.started",
    ...new Array(12).fill("prediction"),
    "escalation",
    "call.ended",
  ]);
});

Deno.test("createSinks() follows a call that comes from elsewhere from where it was", async () => {
  const { sink, settled, events, heard } = sinksInMemory();
  const told = [
    started(),
    ...Array.from({ length: 9 }, (_, n) => predicted(windowOf(n, 0.9))),
  ];
  for (const [n, event] of told.entries()) {
    await events.append({
      id: eventId({ generation: 0, place: n + 1 }),
      event,
    });
  }
  const call = callOf({ generation: 1 });
  sink.resumed(call);
  for (let index = 9; index < 12; index++) {
    sink.predicted(call, windowOf(index, 0.9));
  }
  await settle();
  sink.ended(call, END);
  await settled();
  await events.close();
  assertEquals(heard, [
    "call.resumed",
    ...new Array(3).fill("prediction"),
    "escalation",
    "call.ended",
  ]);
});

Deno.test("createSinks() counts a call that went on on another instance as ended on that one alone", async () => {
  await using redis = await TestRedis.start();
  const counters = [new CallCounters(), new CallCounters()];
  const [one, other] = counters.map((calls) => sinksOver(redis.url, [calls]));
  const [{ counts: first }, { counts: last }] = counters as [
    CallCounters,
    CallCounters,
  ];
  // Until both have found their Redis each knows its own calls alone.
  let alone = 0;
  for (; [...first.moved].length === 0; alone++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const call = callOf({ sessionId: `s-${alone}` });
    const resumed = { ...call, generation: 1 };
    one!.sink.started(call);
    await one!.kept(call);
    other!.sink.resumed(resumed);
    await other!.kept(resumed);
    one!.sink.ended(call, { ...END, reason: "socket_closed" });
    other!.sink.ended(resumed, END);
    await Promise.all([one!.settled(), other!.settled()]);
  }
  const total = (tally: Iterable<{ value: number }>) =>
    [...tally].reduce((sum, { value }) => sum + value, 0);
  assertEquals([total(first.moved), total(first.ended)], [1, alone - 1]);
  assertEquals([total(last.moved), total(last.ended)], [0, alone]);
  await Promise.all([one!.events.close(), other!.events.close()]);
});
