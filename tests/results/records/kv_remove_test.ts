import { assertEquals } from "@std/assert";
import {
  batch,
  BATCH_END,
  batchOf,
  callInfo,
  keysIn,
  memoryStore,
  START_MS,
} from "./_records.ts";

Deno.test("removeCall() leaves nothing but that the call was deleted, which is forgotten too", async () => {
  using memory = await memoryStore();
  for (let index = 0; index < 1_200; index++) {
    await memory.store.append(batchOf([index]));
  }
  await memory.store.append(batch({ end: BATCH_END }));
  const other = callInfo({ sessionId: "s-2" });
  await memory.store.append(batch({ call: other, end: BATCH_END }));
  assertEquals(await memory.store.remove("acme", "s-1"), "removed");
  const left = await keysIn(memory.kv);
  assertEquals(left.filter((key) => key.includes("s-1")), [
    ["calls", 1, "id", "acme", "s-1"],
  ]);
  assertEquals(left.filter((key) => key.includes("s-2")).length, 3);
});

Deno.test("removeCall() knows neither other tenants' calls, nor what was removed before", async () => {
  using memory = await memoryStore();
  await memory.store.append(batch({ end: BATCH_END }));
  assertEquals(await memory.store.remove("other", "s-1"), "unknown");
  assertEquals(await memory.store.remove("acme", "s-9"), "unknown");
  assertEquals(await memory.store.remove("acme", "s-1"), "removed");
  assertEquals(await memory.store.remove("acme", "s-1"), "unknown");
});

Deno.test("removeCall() removes no call that is live, and one that is lost", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ wallMs: () => nowMs });
  await memory.store.append(batchOf([0]));
  assertEquals(await memory.store.remove("acme", "s-1"), "live");
  assertEquals((await keysIn(memory.kv)).length, 5);
  nowMs += 90_001;
  assertEquals(await memory.store.remove("acme", "s-1"), "removed");
  assertEquals((await keysIn(memory.kv)).length, 1);
});
