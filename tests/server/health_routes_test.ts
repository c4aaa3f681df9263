import { assert, assertEquals } from "@std/assert";
import { type AppDeps, createApp } from "../../src/server/app.ts";
import { STUCK_MS } from "../../src/server/health_routes.ts";
import type { NotReady } from "../../src/server/readiness.ts";
import type { CallRecords } from "../../src/results/records/call_records.ts";
import { Backlog } from "../../src/session/backlog.ts";
import { BEHIND_MS } from "../../src/session/limits.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { appDeps } from "./_server.ts";

async function ask(path: string, changed: Partial<AppDeps> = {}) {
  const response = await createApp({ ...appDeps().deps, ...changed })
    .request(path);
  return { status: response.status, told: await response.json() };
}

const SESSION = { stop() {} };

Deno.test("GET /healthz says that the process lives, ready or not", async () => {
  const readiness = () =>
    ({ isReady: false, reasons: ["loading_model"] }) as const;
  assertEquals(await ask("/healthz", { readiness }), {
    status: 200,
    told: { status: "ok" },
  });
});

Deno.test("GET /healthz says so when an engine has been at one batch for too long", async () => {
  for (const [busyMs, status] of [[STUCK_MS - 1, 200], [STUCK_MS, 503]]) {
    const answer = await ask("/healthz", { engineBusyMs: () => busyMs! });
    assertEquals(answer.status, status);
    assertEquals(answer.told.status === "stuck", status === 503);
  }
});

Deno.test("GET /readyz is ready with a model, and names it", async () => {
  assertEquals(await ask("/readyz"), {
    status: 200,
    told: {
      status: "ready",
      notes: [],
      model: { name: "fake", sha256: "ab".repeat(32) },
      threads: { asked: 1, running: 1 },
      workers: { asked: 0, running: 0 },
      records: { state: "off" },
      results: { kind: "memory", waitingEvents: 0, droppedEvents: 0 },
    },
  });
});

for (const reason of ["loading_model", "stopping"] as const) {
  Deno.test(`GET /readyz tells that it is not ready: ${reason}`, async () => {
    const { status, told } = await ask("/readyz", {
      readiness: () => ({ isReady: false, reasons: [reason] }),
    });
    assertEquals([status, told.status, told.reasons], [
      503,
      "not ready",
      [reason],
    ]);
  });
}

Deno.test("GET /readyz tells that it is not ready: too_many_sessions", async () => {
  const registry = new SessionRegistry(1);
  assertEquals((await ask("/readyz", { registry })).status, 200);
  registry.enter(SESSION);
  const { status, told } = await ask("/readyz", { registry });
  assertEquals([status, told.reasons], [503, ["too_many_sessions"]]);
  registry.leave(SESSION);
  assertEquals((await ask("/readyz", { registry })).status, 200);
});

Deno.test("GET /readyz tells that it is not ready: behind", async () => {
  const backlog = new Backlog(() => 0);
  backlog.note(BEHIND_MS + 1);
  const registry = new SessionRegistry(1, backlog);
  const { status, told } = await ask("/readyz", { registry });
  assertEquals([status, told.reasons], [503, ["behind"]]);
});

Deno.test("GET /readyz names a reason once, and all of them", async () => {
  const registry = new SessionRegistry();
  registry.stop();
  const reasons: NotReady[] = ["loading_model", "stopping"];
  const { told } = await ask("/readyz", {
    registry,
    readiness: () => ({ isReady: false, reasons }),
  });
  assertEquals(told.reasons, ["loading_model", "stopping"]);
});

Deno.test("GET /readyz asks anew each time", async () => {
  const { deps } = appDeps();
  let isReady = false;
  const app = createApp({
    ...deps,
    readiness: () =>
      isReady
        ? deps.readiness()
        : { isReady: false, reasons: ["loading_model"] },
  });
  assertEquals((await app.request("/readyz")).status, 503);
  isReady = true;
  assertEquals((await app.request("/readyz")).status, 200);
});

Deno.test("GET /readyz notes what is amiss while it takes calls all the same", async () => {
  const { deps } = appDeps();
  const ready = deps.readiness();
  assert(ready.isReady);
  const threads = { asked: 4, running: 1, fault: "there are no workers" };
  const workers = { asked: 2, running: 1, fault: "a worker ended" };
  const failing = { ...deps.records.status(), state: "failing" };
  const { status, told } = await ask("/readyz", {
    readiness: () => ({
      ...ready,
      threads: () => threads,
      workers: () => workers,
    }),
    records: { store: undefined, status: () => failing } as CallRecords,
    events: Object.defineProperty(Object.create(deps.events), "state", {
      value: { ...deps.events.state, fault: "no Redis" },
    }),
  });
  assertEquals(status, 200);
  assertEquals(told.notes, [
    "fewer_threads",
    "fewer_workers",
    "records_failing",
    "events_failing",
  ]);
  assertEquals([told.threads, told.workers], [threads, workers]);
});
