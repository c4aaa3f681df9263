import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as v from "valibot";
import {
  CallPageSchema,
  WholeCallSchema,
} from "../../src/results/records/record.ts";
import type { RecordStore } from "../../src/results/records/record_store.ts";
import type { Gate } from "../../src/server/access/gate.ts";
import type { Scope } from "../../src/server/access/principal.ts";
import { createApp } from "../../src/server/app.ts";
import {
  batch,
  BATCH_END,
  callInfo,
  laid,
  memoryStore,
  prediction,
  START_MS,
} from "../results/records/_records.ts";
import { appDeps } from "./_server.ts";

/** Lets in whoever says a tenant and a scope: "acme read". */
const GATE: Gate = {
  admit(c, scope) {
    const [tenant, ...scopes] = (c.req.header("authorization") ?? "").split(
      " ",
    );
    return Promise.resolve(
      scopes.includes(scope)
        ? { tenant: tenant!, scopes: scopes as Scope[] }
        : c.json({}, 403),
    );
  },
};

function app(store: RecordStore | undefined) {
  const { deps, internalFaults } = appDeps();
  const records = { store, status: () => ({ state: "off" }) as const };
  const app = createApp({
    ...deps,
    gate: GATE,
    records,
    wallMs: () => START_MS,
  });
  const ask = (path: string, who = "acme read", method = "GET") =>
    app.request(path, { method, headers: { authorization: who } });
  return { ask, internalFaults };
}

async function filled() {
  const memory = await memoryStore();
  for (const tenant of ["acme", "umbrella"]) {
    for (let n = 0; n < 5; n++) {
      await memory.store.append(batch({
        call: callInfo({
          tenant,
          sessionId: `${tenant}-${n}`,
          startedAtMs: START_MS + n,
        }),
        rows: [laid([prediction(0), prediction(1)])],
        end: n === 4 ? undefined : BATCH_END,
      }));
    }
  }
  return { ...memory, ...app(memory.store) };
}

Deno.test("GET /v1/calls pages through the tenant's calls, newest first, live ones too", async () => {
  using calls = await filled();
  const seen: [string, string][] = [];
  let path = "/v1/calls?limit=2";
  for (;;) {
    const response = await calls.ask(path);
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("cache-control"), "no-store");
    const page = v.parse(CallPageSchema, await response.json());
    seen.push(
      ...page.calls.map(({ id, state }) => [id, state] as [string, string]),
    );
    if (page.next === null) break;
    path = `/v1/calls?limit=2&cursor=${page.next}`;
  }
  assertEquals(seen, [
    ["acme-4", "live"],
    ["acme-3", "ended"],
    ["acme-2", "ended"],
    ["acme-1", "ended"],
    ["acme-0", "ended"],
  ]);
});

Deno.test("GET /v1/calls refuses a bad parameter", async () => {
  using calls = await filled();
  const response = await calls.ask("/v1/calls?limit=1000");
  assertEquals(response.status, 400);
  const { error } = await response.json();
  assertEquals(error.code, "bad_message");
  assertStringIncludes(error.message, 'current value is "1000"');
});

Deno.test("GET /v1/calls/ID tells a call with its timeline, as its schema says", async () => {
  using calls = await filled();
  const response = await calls.ask("/v1/calls/acme-1");
  assertEquals(response.headers.get("content-type"), "application/json");
  const whole = await response.json();
  const strict = v.strictObject(WholeCallSchema.entries);
  assertEquals(v.parse(strict, whole), whole);
  assertEquals(
    whole.timeline.map((windows: unknown[]) => windows.length),
    [2, 0],
  );
});

Deno.test("GET /v1/calls/ID tells the timeline as a table", async () => {
  using calls = await filled();
  const response = await calls.ask("/v1/calls/acme-1?format=csv");
  assertStringIncludes(response.headers.get("content-type")!, "text/csv");
  assertEquals(
    response.headers.get("content-disposition"),
    'attachment; filename="call-acme-1.csv"',
  );
  assertEquals((await response.text()).trim().split("\r\n").length, 3);
  assertEquals((await calls.ask("/v1/calls/acme-1?format=xml")).status, 400);
});

Deno.test("another tenant's call is answered as one that is not there", async () => {
  using calls = await filled();
  const scopes = "acme read admin";
  for (const method of ["GET", "DELETE"]) {
    const answers = await Promise.all(
      ["umbrella-1", "nobody", "..%2F", "%00", "x".repeat(500), "a%20b"].map(
        async (id) => {
          const response = await calls.ask(`/v1/calls/${id}`, scopes, method);
          return [response.status, await response.text()];
        },
      ),
    );
    for (const answer of answers) assertEquals(answer, answers[0]);
    assertEquals(answers[0]![0], 404);
  }
  assertEquals(
    (await calls.ask("/v1/calls/umbrella-1", "umbrella read")).status,
    200,
  );
});

Deno.test("DELETE /v1/calls/ID forgets a call that is over, and is for administrators", async () => {
  using calls = await filled();
  const remove = (id: string, who: string) =>
    calls.ask(`/v1/calls/${id}`, who, "DELETE");
  assertEquals((await remove("acme-1", "acme read stream")).status, 403);
  const live = await remove("acme-4", "acme admin");
  assertEquals(live.status, 409);
  assertEquals((await live.json()).error.code, "still_live");
  assertEquals((await remove("acme-1", "acme admin")).status, 204);
  assertEquals((await remove("acme-1", "acme admin")).status, 404);
  assertEquals((await calls.ask("/v1/calls/acme-1")).status, 404);
});

Deno.test("who may not read is told nothing", async () => {
  using calls = await filled();
  for (const path of ["/v1/calls", "/v1/calls/acme-1", "/v1/calls?limit=0"]) {
    assertEquals((await calls.ask(path, "acme stream admin")).status, 403);
  }
});

Deno.test("/v1/calls says that nothing is recorded", async () => {
  const { ask } = app(undefined);
  for (const path of ["/v1/calls", "/v1/calls/s-1"]) {
    const response = await ask(path);
    assertEquals(response.status, 404);
    assertStringIncludes(
      (await response.json()).error.message,
      "RECORDS is off",
    );
  }
});

Deno.test("/v1/calls answers 503 while the store is away, without a word of why", async () => {
  const away = () => Promise.reject(new Error("secret path is full"));
  const store = { list: away, find: away, remove: away };
  const { ask, internalFaults } = app(store as unknown as RecordStore);
  const requests = [["/v1/calls"], ["/v1/calls/s-1"], [
    "/v1/calls/s-1",
    "DELETE",
  ]];
  for (const [path, method] of requests) {
    const response = await ask(path!, "acme read admin", method);
    assertEquals(response.status, 503);
    const text = await response.text();
    assertStringIncludes(text, "store_away");
    assert(!text.includes("secret"));
  }
  assertEquals(internalFaults.length, 3);
});

Deno.test("a store that goes away in the middle of a timeline cuts the answer, and nothing else", async () => {
  using calls = await filled();
  const store = {
    find: (tenant: string, id: string) => calls.store.find(tenant, id),
    async *windows() {
      yield [];
      await null;
      throw new Error("away");
    },
  };
  const { ask } = app(store as unknown as RecordStore);
  const response = await ask("/v1/calls/acme-1");
  let fault: unknown;
  await response.text().catch((error) => fault = error);
  assertStringIncludes(String(fault), "away");
});
