import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  appendBatch,
  expireIn,
} from "../../../src/results/records/kv_append.ts";
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

const KEEPING = { keptMs: 30 * DAY_MS, nowMs: START_MS };
const HEAD = ["calls", 1];
const PLACE = [START_MS, "s-1"];

Deno.test("appendBatch() writes a call, its indexes and its windows under its tenant", async () => {
  using memory = await memoryStore();
  await memory.store.append(batchOf([0, 1]));
  await memory.store.append(batchOf([2]));
  assertEquals(await keysIn(memory.kv), [
    [...HEAD, "call", "acme", ...PLACE],
    [...HEAD, "callId", "acme", "CA1", ...PLACE],
    [...HEAD, "id", "acme", "s-1"],
    [...HEAD, "live", "acme", ...PLACE],
    [...HEAD, "rows", "acme", "s-1", 0, 0],
    [...HEAD, "rows", "acme", "s-1", 0, 2],
  ]);
});

Deno.test("appendBatch() takes a call from the live ones once it is over, and puts it back if it was not", async () => {
  using memory = await memoryStore();
  const isLive = async () =>
    (await memory.kv.get([...HEAD, "live", "acme", ...PLACE])).versionstamp !==
      null;
  await memory.store.append(batch());
  assert(await isLive());
  await memory.store.append(batch({ end: BATCH_END }));
  assert(!await isLive());
  const call = callInfo({ generation: 1 });
  assertEquals(await memory.store.append(batch({ call })), "written");
  assert(await isLive());
});

Deno.test("appendBatch() keeps one record of a call, wherever its instances think that it began", async () => {
  using memory = await memoryStore();
  await memory.store.append(batchOf([0]));
  const call = callInfo({ generation: 1, startedAtMs: START_MS + 77 });
  await memory.store.append(batchOf([1], { call }));
  assertEquals((await keysIn(memory.kv)).length, 6);
  const stored = await memory.store.find("acme", "s-1");
  assertEquals(stored!.channels[0]!.windows, 2);
});

Deno.test("appendBatch() writes nothing of an older generation, nor of a call that was deleted", async () => {
  using memory = await memoryStore();
  const resumed = batch({ call: callInfo({ generation: 2 }) });
  await memory.store.append(resumed);
  const before = await memory.store.find("acme", "s-1");
  for (const generation of [0, 1]) {
    const old = batchOf([0], { call: callInfo({ generation }) });
    assertEquals(await memory.store.append(old), "overtaken");
  }
  assertEquals(await memory.store.find("acme", "s-1"), before);

  const end = { ...resumed, end: BATCH_END };
  await memory.store.append(end);
  await memory.store.remove("acme", "s-1");
  assertEquals(await memory.store.append(end), "overtaken");
  assertEquals(await memory.store.find("acme", "s-1"), undefined);
});

Deno.test("appendBatch() lets writers that meet take turns: every window counts once", async () => {
  using memory = await memoryStore();
  const batches = Array.from({ length: 6 }, () => batchOf([0, 1, 2]));
  const outcomes = await Promise.all(
    batches.map((one) => memory.store.append(one)),
  );
  assertEquals(outcomes, batches.map(() => "written" as const));
  const stored = await memory.store.find("acme", "s-1");
  assertEquals(stored!.channels[0]!.windows, 3);
});

Deno.test("appendBatch() of two generations at a time: the later one stands, however they meet", async () => {
  for (let round = 0; round < 20; round++) {
    using memory = await memoryStore();
    const writes = [0, 1, 2].map((generation) =>
      memory.store.append(batchOf([generation], {
        call: callInfo({ generation }),
      }))
    );
    await Promise.all(writes);
    const stored = await memory.store.find("acme", "s-1");
    assertEquals(stored!.call.generation, 2);
    await memory.store.append(batchOf([9]));
    assertEquals(await memory.store.find("acme", "s-1"), stored);
  }
});

Deno.test("appendBatch() gives up where others write of the call all the time", async () => {
  using memory = await memoryStore();
  const kv = new Proxy(memory.kv, {
    get: (target, name) =>
      name === "atomic"
        ? () =>
          target.atomic().check({ key: ["x"], versionstamp: "0".repeat(20) })
        : Reflect.get(target, name).bind(target),
  });
  await assertRejects(
    () => appendBatch(kv, batch(), KEEPING),
    Error,
    "others have written 8 times",
  );
});

Deno.test("appendBatch() hashes names that are too long for a key, and finds them", async () => {
  using memory = await memoryStore();
  const callId = "ü".repeat(2_000);
  await memory.store.append(batch({ call: callInfo({ callId }) }));
  const { calls } = await memory.store.list({
    tenant: "acme",
    limit: 10,
    callId,
  });
  assertEquals(calls.map(({ call }) => call.callId), [callId]);
});

Deno.test("expireIn() keeps a call so many days from its start, and one that goes on an hour more", () => {
  const at = (ms: number) =>
    expireIn(START_MS, { ...KEEPING, nowMs: START_MS + ms });
  assertEquals(at(0), { expireIn: 30 * DAY_MS });
  assertEquals(at(DAY_MS), { expireIn: 29 * DAY_MS });
  assertEquals(at(31 * DAY_MS), { expireIn: 3_600_000 });
});
