import { assertEquals } from "@std/assert";
import { SILENT_LOG } from "../../src/log/log.ts";
import { DEFAULT_RULE } from "../../src/results/escalation_rule.ts";
import { createSinks } from "../../src/service/sinks.ts";
import { noLosses } from "../../src/session/losses.ts";
import { callOf, windowOf } from "../results/_calls.ts";
import { REPORT } from "../session/_events.ts";

Deno.test("createSinks() lets listeners hear of an escalation, once, before the call's end", async () => {
  const { sink, listen, settled, events } = createSinks({
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
  listen({ heard: ({ type }) => heard.push(type) });
  const call = callOf();
  sink.started(call);
  for (let index = 0; index < 12; index++) {
    sink.predicted(call, windowOf(index, 0.9));
  }
  sink.ended(call, {
    reason: "client_close",
    losses: noLosses(),
    report: REPORT,
  });
  await settled();
  await events.close();
  assertEquals(heard, [
    "call.started",
    ...new Array(12).fill("prediction"),
    "escalation",
    "call.ended",
  ]);
});
