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
