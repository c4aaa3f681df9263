import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { makeToken } from "../../../src/server/access/tokens_route.ts";
import { storedKey } from "../../config/_keys.ts";
import { accessOf } from "./_access.ts";

const LINES = [
  storedKey("ut_stream"),
  storedKey("ut_read", { scopes: ["read"] }),
  storedKey("ut_admin", { scopes: ["admin"] }),
];

function desk() {
  const access = accessOf(LINES);
  const app = new Hono();
  const deps = { ...access, breathe: () => Promise.resolve() };
  app.post("/v1/tokens", (c) => makeToken(c, deps));
  const ask = async (credential: string, body: unknown) => {
    const response = await app.request("/v1/tokens", {
      method: "POST",
      headers: { authorization: `Bearer ${credential}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { response, body: await response.json() };
  };
  return { ...access, ask };
}

Deno.test("makeToken() makes a token for one call that is to begin within a minute", async () => {
  const { ask, tokens, clock } = desk();
  for (const asked of ["", " \n", {}]) {
    const { response, body } = await ask("ut_stream", asked);
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("cache-control"), "no-store");
    assertEquals([body.scope, body.expiresInS], [["stream"], 60]);
    const claims = await tokens.read(body.token);
    assertEquals(claims, {
      jti: claims!.jti,
      tenant: "acme",
      scopes: ["stream"],
      sessionId: body.sessionId,
      expiresAtMs: clock.nowMs + 60_000,
    });
    assert(/^[\da-f-]{36}$/.test(body.sessionId));
  }
});

Deno.test("makeToken() makes no two tokens alike", async () => {
  const { ask, tokens } = desk();
  const all = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { body } = await ask("ut_stream", {});
      return { ...(await tokens.read(body.token))! };
    }),
  );
  assertEquals(new Set(all.map(({ jti }) => jti)).size, 20);
  assertEquals(new Set(all.map(({ sessionId }) => sessionId)).size, 20);
});

Deno.test("makeToken() makes a token to hear of one call", async () => {
  const { ask, tokens } = desk();
  const asked = { scope: ["read"], sessionId: "call-1", expiresInS: 600 };
  const { body } = await ask("ut_read", asked);
  const claims = await tokens.read(body.token);
  assertEquals([claims!.scopes, claims!.sessionId], [["read"], "call-1"]);
});

Deno.test("makeToken() grants what a key has, and an administrator's all but its own", async () => {
  const { ask } = desk();
  const both = { scope: ["stream", "read"] };
  assertEquals((await ask("ut_admin", both)).response.status, 200);
  for (const credential of ["ut_stream", "ut_read"]) {
    const { response, body } = await ask(credential, both);
    assertEquals([response.status, body.error.code], [403, "forbidden"]);
  }
  const admin = await ask("ut_admin", { scope: ["admin"] });
  assertEquals(admin.response.status, 400);
});

Deno.test("makeToken() lets no token make another", async () => {
  const { ask } = desk();
  const { body } = await ask("ut_stream", {});
  assertEquals((await ask(body.token, {})).response.status, 403);
  const read = { scope: ["read"], sessionId: "call-1" };
  const { body: reading } = await ask("ut_read", read);
  assertEquals((await ask(reading.token, read)).response.status, 403);
  assertEquals((await ask("ut_wrong", {})).response.status, 401);
});

for (
  const [asked, status, part] of [
    ["{", 400, "must be JSON"],
    [{ expiresIn: 5 }, 400, "may have scope, sessionId and expiresInS"],
    ["null", 400, "may have scope"],
    [{ scope: [] }, 400, "scope must be"],
    [{ scope: ["write"] }, 400, "must be a list of"],
    [{ scope: ["stream", "stream", "read"] }, 400, "scope must be"],
    [{ sessionId: "mine" }, 400, "a token to stream names a call of its own"],
    [{ scope: ["read"] }, 400, "sessionId must be there"],
    [{ scope: ["read"], sessionId: "../x" }, 400, "sessionId must be"],
    [{ scope: ["read"], sessionId: "" }, 400, "sessionId must be"],
    [{ expiresInS: 0 }, 400, "expiresInS must be"],
    [{ expiresInS: 601 }, 400, "expiresInS must be"],
    [{ expiresInS: 1.5 }, 400, "expiresInS must be"],
    [{ expiresInS: "60" }, 400, "expiresInS must be"],
    ["x".repeat(4_097), 413, "at most 4096 bytes"],
  ] as const
) {
  Deno.test(`makeToken() refuses ${JSON.stringify(asked).slice(0, 50)}`, async () => {
    const { ask } = desk();
    const { response, body } = await ask("ut_admin", asked);
    assertEquals(response.status, status, JSON.stringify(body));
    assertStringIncludes(body.error.message, part);
  });
}
