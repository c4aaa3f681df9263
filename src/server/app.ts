/**
 * The HTTP application. It listens on nothing, so tests can call it.
 *
 *     GET  /             what this is
 *     GET  /healthz      the process lives
 *     GET  /readyz       it can take work, or why not
 *     GET  /metrics      what is measured of the process
 *     GET  /v1/stream    a WebSocket of the native protocol
 *     GET  /v1/twilio    a WebSocket of a phone platform, if it is served; and others
 *     POST /v1/classify  a WAV file
 *     GET  /v1/calls     records of calls; and others
 *     GET  /v1/events    what happens to calls; and others
 *     GET  /v1/webhooks/dead-letters  what could not be delivered; and others
 *
 * @module
 */
import { type Context, Hono } from "hono";
import type { Gate } from "./access/gate.ts";
import { atMost } from "./at_most.ts";
import type { CallRecords } from "../results/records/call_records.ts";
import { addCallsRoutes } from "./calls_route.ts";
import { classifyFile, MAX_FILES } from "./classify_route.ts";
import { httpFault } from "./http_fault.ts";
import { NativeDialog } from "../session/native_dialog.ts";
import {
  type DialogOwner,
  serveDialog,
  type SocketDeps,
} from "./dialog_socket.ts";
import type { HttpCounters } from "./http_counters.ts";
import { type Measured, tellMetrics } from "./metrics_route.ts";
import { type EventRouteDeps, serveEvents } from "./events_route.ts";
import type { Readiness } from "./readiness.ts";
import { type WebhookRouteDeps, webhookRoutes } from "./webhook_routes.ts";
import { upgrade } from "./upgrade.ts";
import { serveWire, type WireRoute } from "./wire_route.ts";

/** What the application needs. */
export interface AppDeps extends SocketDeps, EventRouteDeps, WebhookRouteDeps {
  readonly gate: Gate;
  readonly records: CallRecords;
  /** The phone platforms that are served. */
  readonly wires: readonly WireRoute[];
  readonly http: HttpCounters;
  readonly measured: Measured;
}

/** Builds the application. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.use(deps.http.count());

  app.get("/", (c) => c.json(about(deps.wires)));
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => tellReadiness(c, deps));
  app.get("/metrics", (c) => tellMetrics(c, deps.gate, deps.measured));
  app.get("/v1/stream", async (c) => {
    const who = await deps.gate.admit(c, "stream");
    if (who instanceof Response) return who;
    return upgrade(c, (socket) => serveNative(socket, { ...deps, ...who }));
  });
  for (const route of deps.wires) {
    const answer = (c: Context) => serveWire(c, route, deps);
    app.get(pathOf(route), answer).get(`${pathOf(route)}/:credential`, answer);
  }
  app.post("/v1/classify", atMost(MAX_FILES), async (c) => {
    const who = await deps.gate.admit(c, "stream");
    return who instanceof Response ? who : await classify(c, deps);
  });
  addCallsRoutes(app, deps);
  serveEvents(app, deps);
  app.route("/v1/webhooks", webhookRoutes(deps));

  app.notFound((c) =>
    httpFault(
      c,
      "not_found",
      `Cannot answer ${c.req.method} ${c.req.path} as there is no such route`,
    )
  );
  app.onError((error, c) => {
    deps.onInternalFault(error);
    return httpFault(
      c,
      "internal",
      "Cannot answer as the server met a fault of its own",
    );
  });
  return app;
}

function about(wires: readonly WireRoute[]) {
  return {
    name: "undertone",
    about: "Estimates from a voice how it sounds, as the audio streams in",
    routes: [
      "/healthz",
      "/readyz",
      "/metrics",
      "/v1/stream",
      "/v1/classify",
      "/v1/calls",
      "/v1/events",
      ...wires.map(pathOf),
    ],
  };
}

function pathOf({ platform }: WireRoute): string {
  return `/v1/${platform}`;
}

function serveNative(
  socket: WebSocket,
  deps: SocketDeps & DialogOwner,
): void {
  serveDialog(socket, deps, (client, deps) => new NativeDialog(client, deps));
}

function tellReadiness(c: Context, deps: AppDeps): Response {
  const readiness: Readiness = deps.readiness();
  if (!readiness.isReady) {
    return c.json({ status: "not ready", reasons: readiness.reasons }, 503);
  }
  const { model: { name, sha256 }, threads, workers } = readiness;
  return c.json({
    status: "ready",
    model: { name, sha256 },
    threads: threads(),
    workers: workers(),
    records: deps.records.status(),
    results: deps.events.state,
  });
}

function classify(
  c: Context,
  { readiness: current, breathe }: SocketDeps,
): Response | Promise<Response> {
  const readiness = current();
  if (readiness.isReady) return classifyFile(c, readiness.model, breathe);
  return httpFault(
    c,
    "not_ready",
    `Cannot classify as the server must be ready: ${
      readiness.reasons.join(", ")
    }`,
  );
}
