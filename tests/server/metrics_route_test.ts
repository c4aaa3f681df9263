import { assert, assertEquals } from "@std/assert";
import { createApp } from "../../src/server/app.ts";
import { appDeps } from "./_server.ts";

Deno.test("GET /metrics tells all that the meter tells", async () => {
  const { deps } = appDeps();
  const measured = {
    contentType: "text/plain; version=0.0.4; charset=utf-8",
    text: () => Promise.resolve("undertone_sessions 0\n"),
  };
  const response = await createApp({ ...deps, measured }).request("/metrics");
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), measured.contentType);
  assertEquals(await response.text(), "undertone_sessions 0\n");
});

Deno.test("GET /metrics asks for the scope admin", async () => {
  const { deps } = appDeps();
  const asked: string[] = [];
  const gate = {
    admit(_: unknown, scope: string) {
      asked.push(scope);
      return Promise.resolve(new Response("no", { status: 403 }));
    },
  };
  const response = await createApp({ ...deps, gate }).request("/metrics");
  assertEquals([response.status, await response.text()], [403, "no"]);
  assertEquals(asked, ["admin"]);
  assert(asked.length === 1);
});
