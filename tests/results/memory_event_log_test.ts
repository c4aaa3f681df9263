import { assertEquals } from "@std/assert";
import { KeptCalls } from "../../src/results/kept_calls.ts";
import { MemoryEventLog } from "../../src/results/memory_event_log.ts";
import { FEED_EVENTS } from "../../src/results/retention.ts";
import { appendAll, idsOf, LOG_LAWS, newCall } from "./_log_laws.ts";
import { started } from "./_calls.ts";

for (const [law, holds] of Object.entries(LOG_LAWS)) {
  Deno.test(`MemoryEventLog ${law}`, async () => {
    await holds(new MemoryEventLog(new KeptCalls(() => 0)));
  });
}

Deno.test("MemoryEventLog keeps the latest of a feed, in order though the clock goes back", async () => {
  const log = new MemoryEventLog(new KeptCalls(() => 0));
  for (let i = 0; i < FEED_EVENTS + 5; i++) {
    await appendAll(log, [started(newCall(), 1_000 - i)]);
  }
  const ids = await idsOf(log, { tenant: "default" });
  assertEquals(ids!.length, FEED_EVENTS);
  assertEquals(ids!.at(-1), await log.lastId({ tenant: "default" }));
  assertEquals(await idsOf(log, { tenant: "default" }, ids!.at(-2)), [
    ids!.at(-1)!,
  ]);
});
