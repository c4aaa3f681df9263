import { assertEquals } from "@std/assert";
import {
  batch,
  BATCH_END,
  batchOf,
  callInfo,
  DAY_MS,
  keysIn,
  memoryStore,
  START_MS,
} from "./_records.ts";

Deno.test("sweep() marks calls that nobody writes of any more; who comes back takes it back", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ wallMs: () => nowMs });
  const stateIn = async (tenant: string) =>
    (await memory.store.find(tenant, "s-1"))!.state;
  for (const tenant of ["acme", "umbrella"]) {
    await memory.store.append(batchOf([0], { call: callInfo({ tenant }) }));
  }
  assertEquals(await memory.store.sweep(), { lostCalls: 0, expiredCalls: 0 });
  nowMs += 90_001;
  await memory.store.append(batch({ atMs: nowMs }));
  assertEquals(await memory.store.sweep(), { lostCalls: 1, expiredCalls: 0 });
  assertEquals(await stateIn("acme"), "live");
  assertEquals(await stateIn("umbrella"), "lost");
  const call = callInfo({ tenant: "umbrella" });
  await memory.store.append(batch({ call, atMs: nowMs }));
  assertEquals(await stateIn("umbrella"), "live");
  const live = await memory.store.list({
    tenant: "umbrella",
    limit: 9,
    isLive: true,
  });
  assertEquals(live.calls.length, 1);
});

Deno.test("sweep() marks them all, however many they are", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ wallMs: () => nowMs });
  for (let n = 0; n < 25; n++) {
    await memory.store.append(
      batch({ call: callInfo({ sessionId: `s-${n}` }) }),
    );
  }
  nowMs += 90_001;
  assertEquals(await memory.store.sweep(), { lostCalls: 25, expiredCalls: 0 });
  assertEquals(await memory.store.sweep(), { lostCalls: 0, expiredCalls: 0 });
});

Deno.test("sweep() removes what was kept long enough, of every tenant, and nothing else", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ days: 7, wallMs: () => nowMs });
  for (const tenant of ["acme", "acme2", "umbrella"]) {
    for (const day of [0, 1, 2]) {
      await memory.store.append(batchOf([0], {
        call: callInfo({
          tenant,
          sessionId: `s-${day}`,
          startedAtMs: START_MS + day * DAY_MS,
        }),
        end: BATCH_END,
      }));
    }
  }
  nowMs += 8 * DAY_MS + 1;
  assertEquals(await memory.store.sweep(), { lostCalls: 0, expiredCalls: 6 });
  assertEquals(await memory.store.sweep(), { lostCalls: 0, expiredCalls: 0 });
  const rows = (await keysIn(memory.kv)).filter((key) => key[2] === "rows");
  assertEquals(rows.map((key) => key.slice(3, 5)), [
    ["acme", "s-2"],
    ["acme2", "s-2"],
    ["umbrella", "s-2"],
  ]);
});

Deno.test("sweep() spares a call that is still heard after its time", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ days: 1, wallMs: () => nowMs });
  await memory.store.append(batchOf([0]));
  nowMs += 2 * DAY_MS;
  await memory.store.append(batchOf([1], { atMs: nowMs }));
  assertEquals(await memory.store.sweep(), { lostCalls: 0, expiredCalls: 0 });
  assertEquals((await memory.store.find("acme", "s-1"))!.state, "live");
});

Deno.test("sweep() forgets an index of a call that has expired", async () => {
  using memory = await memoryStore();
  await memory.kv.set(["calls", 1, "live", "acme", START_MS, "s-1"], null);
  assertEquals(await memory.store.sweep(), { lostCalls: 1, expiredCalls: 0 });
  assertEquals(await keysIn(memory.kv), []);
});
