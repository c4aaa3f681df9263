import { assertEquals } from "@std/assert";
import { all, batchOf, memoryStore } from "./_records.ts";

Deno.test("windows() gives a channel's windows in order, in parts that fit into memory", async () => {
  using memory = await memoryStore();
  for (let index = 0; index < 300; index += 2) {
    await memory.store.append(batchOf([index, index + 1]));
  }
  const stored = (await memory.store.find("acme", "s-1"))!;
  const parts = await all(memory.store.windows(stored, 0));
  assertEquals(parts.map(({ length }) => length), [100, 100, 100, 0]);
  assertEquals(
    parts.flat().map(({ index }) => index),
    Array.from({ length: 300 }, (_, index) => index),
  );
  assertEquals(await all(memory.store.windows(stored, 1)), [[]]);
});

Deno.test("windows() gives no other call's windows, nor another tenant's", async () => {
  using memory = await memoryStore();
  await memory.store.append(batchOf([0]));
  const stored = (await memory.store.find("acme", "s-1"))!;
  for (
    const fields of [{ tenant: "acm" }, { sessionId: "s-" }, {
      sessionId: "s-10",
    }]
  ) {
    const other = { ...stored, call: { ...stored.call, ...fields } };
    assertEquals(await all(memory.store.windows(other, 0)), [[]]);
  }
});
