/** What is published of the interface against what the server does. */
import { AssertionError } from "node:assert";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { encodeWav } from "../../../src/audio/wav.ts";
import { createApp } from "../../../src/server/app.ts";
import { wireRoutes } from "../../../src/server/wire_routes.ts";
import { PLATFORM_NAMES } from "../../../src/session/platforms.ts";
import { speechLike } from "../../session/_signals.ts";
import { appDeps } from "../_server.ts";
import { assertDescribed, asyncapi, openapi } from "./_schemas.ts";

const { deps } = appDeps();
const ALL_WIRES = wireRoutes({ served: PLATFORM_NAMES, isOpen: true });

/** What a page is made of, and what is in the other document. */
const NOT_HTTP = /^\/console\/|^\/v1\/docs\.css$|^\/v1\/stream$|\/subscribe$/;

function routesOf(app: ReturnType<typeof createApp>): string[] {
  const routes = app.routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) =>
      `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`
    );
  return [...new Set(routes)].sort();
}

Deno.test("openapi.json has every route over HTTP, and no other", () => {
  const described = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`)
  );
  const served = routesOf(createApp(deps))
    .filter((route) => !NOT_HTTP.test(route.split(" ")[1]!));
  assertEquals(described.sort(), served);
});

Deno.test("asyncapi.json has every socket, and no other", () => {
  const described = Object.values(asyncapi.channels).map(({ address }) =>
    `get ${address}`
  );
  const served = routesOf(createApp({ ...deps, wires: ALL_WIRES }))
    .filter((route) =>
      /\/v1\/stream$|\/subscribe$/.test(route) ||
      PLATFORM_NAMES.some((name) => route === `get /v1/${name}`)
    );
  assertEquals(described.sort(), served);
});

const WAV = encodeWav({ sampleRateHz: 16_000, channels: [speechLike(2)] });

const ASKED: readonly [string, string, number, RequestInit?][] = [
  ["/v1", "AboutBody", 200],
  ["/healthz", "HealthBody", 200],
  ["/readyz", "ReadyBody", 200],
  ["/nowhere", "FaultBody", 404],
  ["/v1/calls", "FaultBody", 404],
  ["/v1/webhooks/dead-letters", "DeadLettersBody", 200],
  ["/v1/tokens", "TokenBody", 200, { method: "POST" }],
  ["/v1/tokens", "FaultBody", 400, { method: "POST", body: "{" }],
  ["/v1/classify", "Classification", 200, { method: "POST", body: WAV }],
  ["/v1/classify", "FaultBody", 400, { method: "POST", body: "no" }],
];

for (const [path, name, status, init] of ASKED) {
  Deno.test(`${init?.method ?? "GET"} ${path} answers ${status} with what openapi.json calls ${name}`, async () => {
    const response = await createApp(deps).request(path, init);
    assertEquals(response.status, status);
    assertDescribed("openapi", name, await response.json());
  });
}

Deno.test("a server that is not ready answers what openapi.json calls ReadyBody", async () => {
  const app = createApp({
    ...deps,
    readiness: () => ({ isReady: false, reasons: ["loading_model"] }),
  });
  const response = await app.request("/readyz");
  assertEquals(response.status, 503);
  assertDescribed("openapi", "ReadyBody", await response.json());
});

Deno.test("the schemas refuse what is not so", () => {
  const wrong = [
    ["openapi", "HealthBody", { status: "well" }],
    ["openapi", "FaultBody", { error: {} }],
    ["asyncapi", "ServerMessage", { type: "x" }],
  ] as const;
  for (const [document, name, value] of wrong) {
    assertThrows(
      () => assertDescribed(document, name, value),
      AssertionError,
    );
  }
});

Deno.test("the page shows every path, and every link in it leads somewhere", async () => {
  const response = await createApp(deps).request("/v1/docs");
  const page = await response.text();
  for (const path of Object.keys(openapi.paths)) {
    assert(page.includes(`<code>${path}</code>`), path);
  }
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  assert(links.length > 100);
  assertEquals(links.filter((id) => !ids.has(id)), []);
  assert(!page.includes("<script"));
});
