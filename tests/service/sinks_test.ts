import { assertEquals } from "@std/assert";
import { SILENT_LOG } from "../../src/log/log.ts";
import { eventId } from "../../src/results/event_id.ts";
import { DEFAULT_RULE } from "../../src/results/escalation_rule.ts";
import { createSinks } from "../../src/service/sinks.ts";
import { noLosses } from "../../src/session/losses.ts";
import { callOf, predicted, started, windowOf } from "../results/_calls.ts";
import { REPORT } from "../session/_events.ts";
import { settle } from "../session/_fakes.ts";

const END = {
  reason: "client_close",
  losses: noLosses(),
  report: REPORT,
} as const;

/** Sinks over a log in memory, and the types of what a listener hears. */
function sinksInMemory() {
  const sinks = createSinks({
    hasPredictionLog: false,
    escalation: DEFAULT_RULE,
    redisUrl: undefined,
    redisPrefix: "",
    others: [],
    log: SILENT_LOG,
    onFault: (fault) => {
      throw fault;
    },
    now: () => 0,
    wallMs: () => 7,
  });
  const heard: string[] = [];
  sinks.listen({ heard: ({ type }) => heard.push(type) });
  return { ...sinks, heard };
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
