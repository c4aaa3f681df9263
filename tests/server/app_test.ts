import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createApp } from "../../src/server/app.ts";
import { appDeps, serve } from "./_server.ts";

Deno.test("createApp() says what it is", async () => {
  const response = await createApp(appDeps().deps).request("/");
  assertEquals(response.status, 200);
  const { name, routes } = await response.json();
  assertEquals(name, "undertone");
  assert(routes.includes("/v1/stream"));
});

Deno.test("createApp() lives before it is ready", async () => {
  const { deps } = appDeps();
  const app = createApp({
    ...deps,
    readiness: () => ({ isReady: false, reasons: ["the model loads"] }),
  });
  assertEquals((await app.request("/healthz")).status, 200);
  const response = await app.request("/readyz");
  assertEquals(response.status, 503);
  assertEquals(await response.json(), {
    status: "not ready",
    reasons: ["the model loads"],
  });
});

Deno.test("createApp() is ready with a model, and names it", async () => {
  const response = await createApp(appDeps().deps).request("/readyz");
  assertEquals(response.status, 200);
  assertEquals(await response.json(), {
    status: "ready",
    model: { name: "fake", sha256: "ab".repeat(32) },
    threads: { asked: 1, running: 1 },
    workers: { asked: 0, running: 0 },
    records: { state: "off" },
    results: { kind: "memory", waitingEvents: 0, droppedEvents: 0 },
  });
});

Deno.test("createApp() tells why fewer threads or workers run than were asked for", async () => {
  const { deps } = appDeps();
  const ready = deps.readiness();
  assert(ready.isReady);
  const threads = { asked: 4, running: 1, fault: "there are no workers" };
  const workers = { asked: 2, running: 1, fault: "a worker ended" };
  const app = createApp({
    ...deps,
    readiness: () => ({
      ...ready,
      threads: () => threads,
      workers: () => workers,
    }),
  });
  const response = await app.request("/readyz");
  assertEquals(response.status, 200);
  const told = await response.json();
  assertEquals([told.threads, told.workers], [threads, workers]);
});

Deno.test("createApp() asks anew each time whether it is ready", async () => {
  const { deps } = appDeps();
  const reasons: string[] = ["starting"];
  const app = createApp({
    ...deps,
    readiness: () =>
      reasons.length ? { isReady: false, reasons } : deps.readiness(),
  });
  assertEquals((await app.request("/readyz")).status, 503);
  reasons.length = 0;
  assertEquals((await app.request("/readyz")).status, 200);
});

Deno.test("createApp() answers an unknown route with 404 and JSON", async () => {
  const app = createApp(appDeps().deps);
  for (const path of ["/v1/streams", "/../etc/passwd", "/v1/classify"]) {
    const response = await app.request(path);
    assertEquals(response.status, 404);
    assertEquals((await response.json()).error.code, "not_found");
  }
});

Deno.test("createApp() hides what went wrong inside, and reports it", async () => {
  const { deps, internalFaults } = appDeps();
  const fault = new Error("secret");
  const app = createApp({
    ...deps,
    readiness: () => {
      throw fault;
    },
  });
  const response = await app.request("/readyz");
  assertEquals(response.status, 500);
  assert(!(await response.text()).includes("secret"));
  assertEquals(internalFaults, [fault]);
});

for (
  const [name, headers] of [
    ["plain request", {}],
    ["request for another protocol", { upgrade: "h2c", connection: "upgrade" }],
    [
      "handshake without a key",
      { upgrade: "websocket", connection: "upgrade" },
    ],
  ] as const
) {
  Deno.test(`createApp() answers a ${name} on the stream with 426`, async () => {
    const { deps, internalFaults } = appDeps();
    const response = await createApp(deps).request("/v1/stream", { headers });
    assertEquals(response.status, 426);
    assertEquals((await response.json()).error.code, "not_a_websocket");
    assertEquals(internalFaults, []);
  });
}

Deno.test("createApp() serves over a real port", async () => {
  await using server = serve();
  const response = await fetch(`${server.httpUrl}/healthz`);
  assertStringIncludes(response.headers.get("content-type")!, "json");
  assertEquals(await response.json(), { status: "ok" });
});
