import { assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { withSecureHeaders } from "../../../src/server/access/headers.ts";

function app() {
  const app = new Hono();
  app.use(withSecureHeaders());
  app.get("/json", (c) => c.json({}));
  app.get("/page", (c) => {
    c.header("Content-Security-Policy", "default-src 'self'");
    return c.html("page");
  });
  return app;
}

Deno.test("withSecureHeaders() lets browsers make nothing of what is no page", async () => {
  for (const path of ["/json", "/none"]) {
    const { headers } = await app().request(path);
    const policy = headers.get("content-security-policy")!;
    assertStringIncludes(policy, "default-src 'none'");
    assertStringIncludes(policy, "frame-ancestors 'none'");
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("x-frame-options"), "DENY");
    assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
    assertEquals(headers.get("strict-transport-security"), null);
  }
});

Deno.test("withSecureHeaders() leaves a page its own policy", async () => {
  const { headers } = await app().request("/page");
  assertEquals(headers.get("content-security-policy"), "default-src 'self'");
});
