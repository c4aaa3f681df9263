import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { httpFault, type HttpFaultCode } from "../../src/server/http_fault.ts";

async function faultOf(code: HttpFaultCode) {
  const app = new Hono();
  app.get("/", (c) => httpFault(c, code, "why"));
  const response = await app.request("/");
  return { status: response.status, body: await response.json() };
}

Deno.test("httpFault() answers with the code, the message and a status", async () => {
  for (
    const [code, status] of [
      ["bad_audio", 400],
      ["unauthorized", 401],
      ["forbidden", 403],
      ["not_found", 404],
      ["message_too_large", 413],
      ["internal", 500],
      ["not_ready", 503],
    ] as const
  ) {
    assertEquals(await faultOf(code), {
      status,
      body: { error: { code, message: "why" } },
    });
  }
});

Deno.test("httpFault() takes any other code for the client's fault", async () => {
  assertEquals((await faultOf("too_far_ahead")).status, 400);
});

Deno.test("httpFault() says with 429 when to come back, in whole seconds from one on", async () => {
  for (
    const [retryMs, seconds] of [[1, "1"], [1_001, "2"], [
      undefined,
      "5",
    ]] as const
  ) {
    const app = new Hono();
    app.get("/", (c) => httpFault(c, "too_many_sessions", "why", retryMs));
    const response = await app.request("/");
    assertEquals(response.status, 429);
    assertEquals(response.headers.get("retry-after"), seconds);
  }
});
