import { assertEquals } from "@std/assert";
import { CallCounters } from "../../src/results/call_counters.ts";
import { noLosses } from "../../src/session/losses.ts";
import { CALL, REPORT, tellAll } from "../session/_events.ts";

Deno.test("CallCounters counts by platform", () => {
  const counters = new CallCounters();
  tellAll(counters);
  tellAll(counters);
  counters.ended(CALL, {
    reason: "socket_closed",
    losses: noLosses(),
    report: REPORT,
  });
  assertEquals(counters.counts.get("twilio"), {
    startedCalls: 2,
    endedCalls: 3,
    interruptions: 2,
    resumedCalls: 2,
    failedCalls: 2,
    predictions: 2,
    refusals: {},
    losses: { ...noLosses(), lateChunks: 4, silenceMs: 80 },
  });
  assertEquals(counters.counts.get("plivo")!.refusals, { forbidden: 2 });
  assertEquals([...counters.counts.keys()], ["twilio", "plivo"]);
});
