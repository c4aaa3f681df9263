import { assertEquals } from "@std/assert";
import { createCallLog } from "../../src/results/call_log.ts";
import { RefusalLog } from "../../src/results/refusal_log.ts";
import { readableLog } from "../log/_lines.ts";
import { PREDICTION } from "../scripts/_fake_server.ts";
import { CALL, tellAll } from "../session/_events.ts";

Deno.test("createCallLog() writes a line of JSON an event, predictions only if asked", () => {
  for (const hasPredictions of [false, true]) {
    const { log, entries } = readableLog();
    const refusals = new RefusalLog({ log, now: () => 0 });
    tellAll(createCallLog({ log, hasPredictions, refusals }));
    const events = entries();
    assertEquals(events.map(({ event }) => event), [
      "call_started",
      ...(hasPredictions ? ["prediction"] : []),
      "call_interrupted",
      "call_resumed",
      "call_ended",
      "call_refused",
    ]);
    const [started, ended] = [events[0], events.at(-2)];
    assertEquals(started.channels, CALL.channels);
    assertEquals([ended.callId, ended.code, ended.losses.lateChunks], [
      "CA1",
      "bad_json",
      2,
    ]);
    if (hasPredictions) assertEquals(events[1].label, PREDICTION.label);
  }
});
