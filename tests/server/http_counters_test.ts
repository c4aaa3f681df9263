import { assertEquals } from "@std/assert";
import { createApp } from "../../src/server/app.ts";
import { PLATFORM_NAMES } from "../../src/session/platforms.ts";
import { wireRoutes } from "../../src/server/wire_routes.ts";
import { appDeps, call, serve } from "./_server.ts";

function counted() {
  const { deps } = appDeps();
  const wires = wireRoutes({
    served: PLATFORM_NAMES,
    isOpen: false,
    credential: "a-credential-long-enough",
    publicOrigin: undefined,
    twilioAuthToken: undefined,
    audiohookKey: undefined,
    hasAudiohookEvents: false,
  });
  return { ...deps, wires };
}

Deno.test("HttpCounters counts by the route's pattern, and by the code of a refusal", async () => {
  const deps = counted();
  const app = createApp(deps);
  await app.request("/healthz");
  await app.request("/healthz");
  await app.request("/v1/vonage/a-guess");
  await app.request("/v1/vonage/another-guess");
  await app.request("/v1/stream");
  assertEquals([...deps.http.requests], [
    { labels: { route: "/healthz", status: "200" }, value: 2 },
    { labels: { route: "/v1/vonage/:credential", status: "403" }, value: 2 },
    { labels: { route: "/v1/stream", status: "426" }, value: 1 },
  ]);
  assertEquals([...deps.http.refusals], [
    {
      labels: { route: "/v1/vonage/:credential", reason: "forbidden" },
      value: 2,
    },
    { labels: { route: "/v1/stream", reason: "not_a_websocket" }, value: 1 },
  ]);
});

Deno.test("HttpCounters knows no more routes however many paths are asked for", async () => {
  const deps = counted();
  const app = createApp(deps);
  for (let i = 0; i < 100; i++) await app.request(`/no/such/path/${i}`);
  assertEquals([...deps.http.requests], [
    { labels: { route: "none", status: "404" }, value: 100 },
  ]);
});

Deno.test("HttpCounters counts sockets as they open, and Traffic what passes over them", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const { messages } = await call(server.streamUrl, [new Uint8Array(320)]);
  assertEquals(messages.at(-1)!.type, "closed");
  assertEquals([...deps.http.requests], [
    { labels: { route: "/v1/stream", status: "101" }, value: 1 },
  ]);
  const { receivedMessages, sentMessages } = deps.traffic;
  assertEquals(receivedMessages, 3);
  assertEquals(sentMessages, messages.length);
  assertEquals(deps.traffic.receivedBytes > 320, true);
});

Deno.test("HttpCounters counts faults of ours", async () => {
  const { deps } = appDeps();
  const app = createApp({
    ...deps,
    readiness: () => {
      throw new Error("a bug");
    },
  });
  assertEquals((await app.request("/readyz")).status, 500);
  assertEquals([...deps.http.refusals], [
    { labels: { route: "/readyz", reason: "internal" }, value: 1 },
  ]);
});
