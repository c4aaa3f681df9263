/**
 * The HTTP application. It listens on nothing, so tests can call it.
 *
 *     GET  /             the page that people look at, or what this is
 *     GET  /v1           what this is
 *     GET  /v1/docs      all of this in full, to read; /v1/openapi.json, /v1/asyncapi.json
 *     GET  /healthz      the process lives
 *     GET  /readyz       it can take work, or why not
 *     GET  /metrics      what is measured of the process
 *     GET  /v1/stream    a WebSocket of the native protocol
 *     GET  /v1/twilio    a WebSocket of a phone platform, if it is served; and others
 *     POST /v1/classify  a WAV file
 *     GET  /v1/calls     records of calls; and others
 *     GET  /v1/events    what happens to calls; and others
 *     GET  /v1/webhooks/dead-letters  what could not be delivered; and others
 *     POST /v1/tokens    a key makes a token for a browser
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  type BrowserRules,
  guardFromPages,
  shareWithPages,
} from "./access/browsers.ts";
import { withSecureHeaders } from "./access/headers.ts";
import type { Principal } from "./access/principal.ts";
import { makeToken, type TokensDeps } from "./access/tokens_route.ts";
import { apiRoutes } from "./api/api_routes.ts";
import type { AboutBody } from "./api/bodies.ts";
import { atMost } from "./at_most.ts";
import type { CallRecords } from "../results/records/call_records.ts";
import { addCallsRoutes } from "./calls_route.ts";
import { classifyFile, MAX_FILES } from "./classify_route.ts";
import { type HealthDeps, tellHealth, tellReadiness } from "./health_routes.ts";
import { type ConsoleFiles, consoleRoutes } from "./console_routes.ts";
import { httpFault } from "./http_fault.ts";
import type { HttpCounters } from "./http_counters.ts";
import { type Measured, tellMetrics } from "./metrics_route.ts";
import { type EventRouteDeps, serveEvents } from "./events_route.ts";
import { type NativeDeps, serveNative } from "./native_route.ts";
import { type WebhookRouteDeps, webhookRoutes } from "./webhook_routes.ts";
import { serveWire, type WireRoute } from "./wire_route.ts";

/** What the application needs. */
export interface AppDeps
  extends
    NativeDeps,
    TokensDeps,
    EventRouteDeps,
    WebhookRouteDeps,
    Pick<HealthDeps, "engineBusyMs"> {
  readonly browsers: BrowserRules;
  readonly records: CallRecords;
  /** The phone platforms that are served. */
  readonly wires: readonly WireRoute[];
  readonly http: HttpCounters;
  readonly measured: Measured;
  /** The page that people look at. */
  readonly consoleFiles: ConsoleFiles;
}

/** What is answered to who may try the same again later. */
const COME_BACK = [429, 503];

/** Builds the application. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.use(deps.http.count());

  app.use(withSecureHeaders());
  serveWires(app, deps); // no browser calls these, and some platforms send an Origin
  app.use(guardFromPages(deps.browsers));
  app.use(shareWithPages(deps.browsers));
  const tellAbout = (c: Context) => c.json(about(deps.wires));
  app.route("/", consoleRoutes(deps.consoleFiles, tellAbout));
  app.get("/v1", tellAbout);
  app.route("/", apiRoutes());
  app.get("/healthz", (c) => tellHealth(c, deps));
  app.get("/readyz", (c) => tellReadiness(c, deps));
  app.get("/metrics", (c) => tellMetrics(c, deps.gate, deps.measured));
  app.get("/v1/stream", (c) => serveNative(c, deps));
  app.post("/v1/classify", atMost(MAX_FILES), async (c) => {
    const who = await deps.gate.admit(c, "stream");
    if (who instanceof Response) return who;
    const response = await classify(c, deps, who);
    if (COME_BACK.includes(response.status)) who.giveBack?.();
    return response;
  });
  app.post("/v1/tokens", (c) => makeToken(c, deps));
  addCallsRoutes(app, deps);
  serveEvents(app, deps);
  app.route("/v1/webhooks", webhookRoutes(deps));

  app.notFound((c) =>
    httpFault(
      c,
      "not_found",
      "Cannot answer as there is no such route", // a path may hold a key
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

function about(wires: readonly WireRoute[]): AboutBody {
  return {
    name: "undertone",
    about: "Estimates from a voice how it sounds, as the audio streams in",
    routes: [
      "/healthz",
      "/readyz",
      "/metrics",
      "/v1/docs",
      "/v1/openapi.json",
      "/v1/asyncapi.json",
      "/v1/stream",
      "/v1/classify",
      "/v1/calls",
      "/v1/events",
      "/v1/tokens",
      ...wires.map(pathOf),
    ],
  };
}

function pathOf({ platform }: WireRoute): string {
  return `/v1/${platform}`;
}

function serveWires(app: Hono, deps: AppDeps): void {
  for (const route of deps.wires) {
    const answer = (c: Context) => serveWire(c, route, deps);
    app.get(pathOf(route), answer).get(`${pathOf(route)}/:credential`, answer);
  }
}

function classify(
  c: Context,
  { readiness: current, breathe, limiter }: AppDeps,
  { tenant }: Principal,
): Response | Promise<Response> {
  const readiness = current();
  const allowance = limiter.audioOf(tenant);
  if (readiness.isReady) {
    return classifyFile(c, readiness.model, { breathe, allowance });
  }
  return httpFault(
    c,
    "not_ready",
    `Cannot classify as the server must be ready: ${
      readiness.reasons.join(", ")
    }`,
  );
}
