import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import type { CallQuery } from "../../../src/results/records/record_store.ts";
import type { KvStore } from "../../../src/results/records/kv_store.ts";
import {
  batch,
  BATCH_END,
  callInfo,
  DAY_MS,
  laid,
  memoryStore,
  prediction,
  START_MS,
} from "./_records.ts";

fc.configureGlobal({ seed: 2_026 });

/** Calls 0 to 99, a second apart: every third is Plivo's, every fourth angry, every fifth escalated, every second over. */
async function fill(store: KvStore, count = 100) {
  for (let n = 0; n < count; n++) {
    const label = n % 4 === 0 ? "angry" : "calm";
    await store.append(batch({
      call: callInfo({
        sessionId: `s-${n}`,
        callId: `CA${n % 10}`,
        platform: n % 3 === 0 ? "plivo" : "twilio",
        startedAtMs: START_MS + n * 1_000,
      }),
      rows: [laid([prediction(0, { label })])],
      notes: n % 5 === 0
        ? [{
          kind: "escalation",
          escalation: {
            atMs: START_MS,
            channel: 0,
            label: "angry",
            startMs: 0,
            endMs: 1,
            confidence: 0.9,
          },
        }]
        : [],
      end: n % 2 === 0 ? BATCH_END : undefined,
    }));
  }
}

type Filter = Omit<CallQuery, "tenant" | "limit" | "after">;

async function ask(store: KvStore, filter: Filter, limit = 200) {
  const { calls } = await store.list({ tenant: "acme", limit, ...filter });
  return calls.map(({ call }) => Number(call.sessionId.slice(2)));
}

const ALL = Array.from({ length: 100 }, (_, n) => 99 - n);

Deno.test("listCalls() gives a tenant's calls, newest first", async () => {
  using memory = await memoryStore();
  await fill(memory.store);
  const other = callInfo({ tenant: "acme2", sessionId: "s-x" });
  await memory.store.append(batch({ call: other }));
  assertEquals(await ask(memory.store, {}), ALL);
  assertEquals(
    (await memory.store.list({ tenant: "acm", limit: 9 })).calls,
    [],
  );
});

Deno.test("listCalls() filters, by one thing or by several", async () => {
  using memory = await memoryStore();
  await fill(memory.store);
  const cases: [Filter, (n: number) => boolean][] = [
    [{ platform: "plivo" }, (n) => n % 3 === 0],
    [{ label: "angry" }, (n) => n % 4 === 0],
    [{ label: "joyful" }, () => false],
    [{ isEscalated: true }, (n) => n % 5 === 0],
    [{ isEscalated: false }, (n) => n % 5 !== 0],
    [{ isLive: true }, (n) => n % 2 === 1],
    [{ isLive: false }, (n) => n % 2 === 0],
    [{ callId: "CA7" }, (n) => n % 10 === 7],
    [{ fromMs: START_MS + 90_000 }, (n) => n >= 90],
    [{ toMs: START_MS + 10_000 }, (n) => n < 10],
    [{ isLive: true, platform: "plivo" }, (n) => n % 2 === 1 && n % 3 === 0],
    [
      { callId: "CA3", fromMs: START_MS + 50_000, isLive: true },
      (n) => n % 10 === 3 && n >= 50,
    ],
  ];
  for (const [filter, isMeant] of cases) {
    assertEquals(await ask(memory.store, filter), ALL.filter(isMeant));
  }
});

Deno.test("listCalls() gives every call once, whatever the pages and filters are", async () => {
  using memory = await memoryStore();
  await fill(memory.store);
  const filters = fc.record({
    platform: fc.option(fc.constant("plivo"), { nil: undefined }),
    isLive: fc.option(fc.boolean(), { nil: undefined }),
    isEscalated: fc.option(fc.boolean(), { nil: undefined }),
    toMs: fc.option(fc.constant(START_MS + 50_500), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      filters,
      fc.integer({ min: 1, max: 40 }),
      async (filter, limit) => {
        const paged: string[] = [];
        let after: CallQuery["after"];
        do {
          const page = await memory.store.list({
            tenant: "acme",
            limit,
            after,
            ...filter,
          });
          paged.push(...page.calls.map(({ call }) => call.sessionId));
          after = page.next;
        } while (after !== undefined);
        const whole = await ask(memory.store, filter);
        assertEquals(paged, whole.map((n) => `s-${n}`));
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("listCalls() tells that there is no more, and does not for a page that is full", async () => {
  using memory = await memoryStore();
  await fill(memory.store, 4);
  const next = async (limit: number) =>
    (await memory.store.list({ tenant: "acme", limit })).next;
  assertEquals(await next(4), undefined);
  assertEquals(await next(3), { startedAtMs: START_MS + 1_000, id: "s-1" });
});

Deno.test("listCalls() looks at a thousand calls and says where to go on", async () => {
  using memory = await memoryStore();
  await fill(memory.store, 1_100);
  const first = await memory.store.list({
    tenant: "acme",
    limit: 10,
    label: "sad",
  });
  assertEquals([first.calls, first.next?.id], [[], "s-100"]);
  const second = await memory.store.list({
    tenant: "acme",
    limit: 10,
    label: "sad",
    after: first.next,
  });
  assertEquals(second, { calls: [], next: undefined });
});

Deno.test("a call whose instance died is no live one, before any sweep", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ wallMs: () => nowMs });
  await fill(memory.store, 4);
  nowMs += 90_001;
  assertEquals(await ask(memory.store, { isLive: true }), []);
  assertEquals(await ask(memory.store, { isLive: false }), [3, 2, 1, 0]);
});

Deno.test("a call that was kept long enough is seen no more, before any sweep", async () => {
  let nowMs = START_MS;
  using memory = await memoryStore({ days: 1, wallMs: () => nowMs });
  await fill(memory.store, 4);
  nowMs += DAY_MS + 1_500;
  assertEquals(await ask(memory.store, {}), [3, 2]);
  assertEquals(await memory.store.find("acme", "s-1"), undefined);
  assertEquals((await memory.store.find("acme", "s-2"))!.state, "ended");
});

Deno.test("findCall() finds a tenant's own call alone", async () => {
  using memory = await memoryStore();
  await fill(memory.store, 1);
  assertEquals((await memory.store.find("acme", "s-0"))!.call.callId, "CA0");
  assertEquals(await memory.store.find("other", "s-0"), undefined);
  assertEquals(await memory.store.find("acme", "s-9"), undefined);
});

Deno.test("listCalls() finds nothing in a span that ends before it begins, and the store stays", async () => {
  using memory = await memoryStore();
  await fill(memory.store, 3);
  const after = { startedAtMs: START_MS, id: "s-0" };
  for (
    const span of [
      { fromMs: START_MS + 2_000, toMs: START_MS },
      { fromMs: START_MS + 2_000, after },
      { fromMs: START_MS + 2_000, after, isLive: true },
      { fromMs: START_MS, after: { ...after, id: "-" } },
    ]
  ) {
    assertEquals(
      await memory.store.list({ tenant: "acme", limit: 9, ...span }),
      { calls: [], next: undefined },
    );
  }
});
