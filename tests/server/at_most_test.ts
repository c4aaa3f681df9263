import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { atMost } from "../../src/server/at_most.ts";

/** An application whose route takes as long as it is told. */
function gatedApp(maxRequests: number) {
  const gates: PromiseWithResolvers<void>[] = [];
  const app = new Hono();
  app.onError((_, c) => c.text("failed", 500));
  app.get("/", atMost(maxRequests), async (c) => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    await gate.promise;
    return c.text("done");
  });
  return { app, gates };
}

Deno.test("atMost() refuses one request too many, and tells it to come again", async () => {
  const { app, gates } = gatedApp(2);
  const running = [app.request("/"), app.request("/")];
  const refused = await app.request("/");
  assertEquals(refused.status, 503);
  assertEquals(refused.headers.get("retry-after"), "1");
  assertEquals((await refused.json()).error.code, "overloaded");
  gates.forEach(({ resolve }) => resolve());
  const statuses = (await Promise.all(running)).map(({ status }) => status);
  assertEquals(statuses, [200, 200]);
});

Deno.test("atMost() has room again after a request that failed", async () => {
  const { app, gates } = gatedApp(1);
  const failing = app.request("/");
  gates[0]!.reject(new Error("no"));
  assertEquals((await failing).status, 500);
  const next = app.request("/");
  gates[1]!.resolve();
  assertEquals((await next).status, 200);
});
