import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import {
  guardFromPages,
  shareWithPages,
} from "../../../src/server/access/browsers.ts";
import { RecordingSink } from "../../session/_calls.ts";

function guarded({ isForThisMachine = false } = {}) {
  const sink = new RecordingSink();
  const rules = {
    allowedOrigins: ["https://app.example.com"],
    isForThisMachine,
    sink,
  };
  const app = new Hono();
  app.use(guardFromPages(rules), shareWithPages(rules));
  app.all("/", (c) => c.text("in"));
  const ask = (headers: Record<string, string>, method = "GET") =>
    app.request("http://voice.example.com:8000/", { method, headers });
  return { ask, sink };
}

Deno.test("guardFromPages() lets in who is no browser, our own pages and those that are allowed", async () => {
  const { ask, sink } = guarded();
  const cases: Record<string, string>[] = [
    {},
    { origin: "http://voice.example.com:8000" },
    { origin: "https://voice.example.com:8000" },
    { origin: "https://app.example.com" },
    { origin: "http://other.example:9", host: "other.example:9" },
    { origin: "http://voice.example", host: "VOICE.example:80" },
  ];
  for (const headers of cases) {
    for (const method of ["GET", "POST", "DELETE"]) {
      assertEquals((await ask(headers, method)).status, 200);
    }
  }
  assertEquals(sink.refusals, []);
});

Deno.test("guardFromPages() keeps all other pages out, whatever they ask", async () => {
  const { ask, sink } = guarded();
  const origins = [
    "https://evil.example",
    "null",
    "",
    "http://voice.example.com",
    "http://voice.example.com:8001",
    "http://voice.example.com:8000.evil.example",
    "http://voice.example.com:8000@evil.example",
    "http://evil.example#voice.example.com:8000",
    "https://app.example.com.evil.example",
    "https://APP.example.com/x",
    "http://app.example.com",
    "file://",
    "voice.example.com:8000",
  ];
  for (const origin of origins) {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const response = await ask({ origin }, method);
      assertEquals(response.status, 403, origin);
      assertEquals(response.headers.get("access-control-allow-origin"), null);
      assert(!origin || !(await response.text()).includes(origin));
    }
  }
  assertEquals(sink.refusals.length, 3 * origins.length);
});

Deno.test("guardFromPages() takes no other name than this machine's where nobody is asked who they are", async () => {
  const { ask } = guarded({ isForThisMachine: true });
  for (
    const host of [
      "localhost",
      "localhost:8000",
      "127.0.0.1:1",
      "127.8.8.8",
      "[::1]:8000",
      "LOCALHOST:8000",
    ]
  ) {
    assertEquals((await ask({ host })).status, 200, host);
    assertEquals((await ask({ host, origin: `http://${host}` })).status, 200);
  }
  for (
    const host of [
      "evil.example",
      "localhost.evil.example:8000",
      "127.0.0.1.evil.example",
      "127.0.0.1@evil.example",
      "evil.example:8000#localhost",
      "10.0.0.1",
      "[::]",
      "",
      "localhost:8000, evil.example",
    ]
  ) {
    const response = await ask({ host, origin: `http://${host}` });
    assertEquals(response.status, 403, host);
    assertStringIncludes(await response.text(), "localhost or 127.0.0.1");
  }
});

Deno.test("shareWithPages() tells a browser that an allowed page may read, and may send a key", async () => {
  const { ask } = guarded();
  const origin = "https://app.example.com";
  const answer = await ask({ origin });
  assertEquals(answer.headers.get("access-control-allow-origin"), origin);
  assertEquals(answer.headers.get("vary"), "Origin");
  assertEquals(answer.headers.get("access-control-allow-credentials"), null);
  const preflight = await ask({
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization",
  }, "OPTIONS");
  assertEquals(preflight.status, 204);
  assertStringIncludes(
    preflight.headers.get("access-control-allow-headers")!,
    "Authorization",
  );
  const own = await ask({ origin: "http://voice.example.com:8000" });
  assertEquals(own.headers.get("access-control-allow-origin"), null);
});

Deno.test("shareWithPages() leaves the answer alone that a socket begins with", async () => {
  const made = new Response("of the runtime");
  const app = new Hono();
  app.use(shareWithPages({ allowedOrigins: ["https://app.example.com"] }));
  app.get("/", () => made);
  const upgrade = { headers: { upgrade: "websocket" } };
  assert(await app.request("/", upgrade) === made);
  assert((await app.request("/")).headers.has("vary"));
});
