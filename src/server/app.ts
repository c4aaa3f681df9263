/**
 * The HTTP application. It listens on nothing, so tests can call it.
 *
 *     GET  /             what this is
 *     GET  /healthz      the process lives
 *     GET  /readyz       it can take work, or why not
 *     GET  /v1/stream    a WebSocket of the native protocol
 *     POST /v1/classify  a WAV file
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { atMost } from "./at_most.ts";
import { classifyFile, MAX_FILES } from "./classify_route.ts";
import { httpFault } from "./http_fault.ts";
import { serveNative, type SocketDeps } from "./native_socket.ts";
import type { Readiness } from "./readiness.ts";

/** Builds the application. */
export function createApp(deps: SocketDeps): Hono {
  const app = new Hono();

  app.get("/", (c) => c.json(ABOUT));
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => tellReadiness(c, deps.readiness()));
  app.get("/v1/stream", (c) => upgrade(c, deps));
  app.post("/v1/classify", atMost(MAX_FILES), (c) => classify(c, deps));

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

const ABOUT = {
  name: "undertone",
  about: "Estimates from a voice how it sounds, as the audio streams in",
  routes: ["/healthz", "/readyz", "/v1/stream", "/v1/classify"],
};

function tellReadiness(c: Context, readiness: Readiness): Response {
  if (!readiness.isReady) {
    return c.json({ status: "not ready", reasons: readiness.reasons }, 503);
  }
  const { name, sha256 } = readiness.model;
  return c.json({ status: "ready", model: { name, sha256 } });
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

/**
 * Makes a request a socket. Deno's own function and not Hono's, which takes
 * only one spelling of the header's value and hides what is left unsent.
 */
function upgrade(c: Context, deps: SocketDeps): Response {
  try {
    const { socket, response } = Deno.upgradeWebSocket(c.req.raw);
    serveNative(socket, deps);
    return response;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return httpFault(
      c,
      "not_a_websocket",
      `Cannot stream as the request must open a WebSocket: ${error.message}`,
    );
  }
}
