import { assertEquals } from "@std/assert";
import { eventId } from "../../src/results/event_id.ts";
import { KeptCalls } from "../../src/results/kept_calls.ts";
import { MemoryEventLog } from "../../src/results/memory_event_log.ts";
import { toldPredictions } from "../../src/results/told_predictions.ts";
import { callOf, escalated, predicted, started, windowOf } from "./_calls.ts";

const CALL = { tenant: "default", sessionId: "s-1", generation: 1 };

Deno.test("toldPredictions() gives all that are kept of a call, page by page", async () => {
  const log = new MemoryEventLog(new KeptCalls(() => 0));
  const windows = Array.from({ length: 450 }, (_, n) => windowOf(n, 0.5));
  const events = [started(), ...windows.map((w) => predicted(w)), escalated()];
  for (const [n, event] of events.entries()) {
    await log.append({ id: eventId({ generation: 0, place: n + 1 }), event });
  }
  assertEquals(await toldPredictions(log, CALL), windows);
});

Deno.test("toldPredictions() gives none of this generation", async () => {
  const log = new MemoryEventLog(new KeptCalls(() => 0));
  const now = callOf({ generation: 1 });
  await log.append({ id: "0-1", event: predicted(windowOf(0, 0.5)) });
  await log.append({ id: "1-1", event: predicted(windowOf(1, 0.5), now) });
  assertEquals(await toldPredictions(log, CALL), [windowOf(0, 0.5)]);
});

Deno.test("toldPredictions() gives none of a call that is not known, or another tenant's", async () => {
  const log = new MemoryEventLog(new KeptCalls(() => 0));
  await log.append({ id: "0-1", event: started() });
  await log.append({ id: "0-2", event: predicted(windowOf(0, 0.5)) });
  assertEquals(await toldPredictions(log, { ...CALL, tenant: "acme" }), []);
  assertEquals(await toldPredictions(log, { ...CALL, sessionId: "x" }), []);
});
