import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import type { Principal, Scope } from "../../../src/server/access/principal.ts";
import { MAX_SESSION_AGE_MS } from "../../../src/session/limits.ts";
import { storedKey } from "../../config/_keys.ts";
import { accessOf } from "./_access.ts";

const LINES = [
  storedKey("ut_stream"),
  storedKey("ut_read", { scopes: ["read"] }),
  storedKey("ut_beta", { tenant: "beta", scopes: ["stream", "read", "admin"] }),
  storedKey("ut_old", { expires: "2025-12-31T00:00:00Z" }),
];

const SOCKET = { headers: { upgrade: "websocket" } };

/** A gate before routes that answer who asked. */
function gated(options: Parameters<typeof accessOf>[1] = {}, lines = LINES) {
  const access = accessOf(lines, options);
  const app = new Hono();
  const guard = (path: string, ...anyOf: Scope[]) =>
    app.all(path, async (c) => {
      const who = await access.gate.admit(c, ...anyOf);
      return who instanceof Response ? who : c.json(who);
    });
  guard("/stream", "stream");
  guard("/read", "read");
  guard("/calls/:id", "read");
  guard("/any", "stream", "admin");
  const ask = (path: string, credential?: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (credential) headers.set("authorization", `Bearer ${credential}`);
    return app.request(path, { ...init, headers });
  };
  const token = (scopes: readonly Scope[], fields: object = {}) =>
    access.tokens.sign({
      jti: crypto.randomUUID(),
      tenant: "acme",
      scopes,
      sessionId: "call-1",
      expiresAtMs: access.clock.nowMs + 60_000,
      ...fields,
    });
  return { ...access, ask, token };
}

Deno.test("KeyGate knows whose key it is", async () => {
  const { ask, sink } = gated();
  const response = await ask("/stream", "ut_stream");
  assertEquals(response.status, 200);
  assertEquals(await response.json(), { tenant: "acme", scopes: ["stream"] });
  assertEquals((await (await ask("/any", "ut_beta")).json()).tenant, "beta");
  assertEquals(sink.refusals, []);
});

Deno.test("KeyGate answers strangers with 401, and says how to ask", async () => {
  const { ask, sink } = gated();
  const given = [undefined, "ut_wrong", "ut_old", "a.b.c", "stream"];
  for (const credential of given) {
    const response = await ask("/stream", credential);
    assertEquals(response.status, 401);
    assertStringIncludes(response.headers.get("www-authenticate")!, "Bearer");
    assertEquals(response.headers.get("cache-control"), "no-store");
    const text = await response.text();
    assertStringIncludes(text, '"unauthorized"');
    assert(!credential || !text.includes(credential));
  }
  assertEquals(
    sink.refusals.map(({ platform, code }) => `${platform} ${code}`),
    given.map(() => "native unauthorized"),
  );
  assert(!JSON.stringify(sink.refusals).includes("ut_"));
});

Deno.test("KeyGate answers a wrong scope with 403", async () => {
  const { ask } = gated();
  for (
    const [path, credential] of [
      ["/stream", "ut_read"],
      ["/read", "ut_stream"],
      ["/any", "ut_read"],
    ] as const
  ) {
    const response = await ask(path, credential);
    assertEquals(response.status, 403);
    assertStringIncludes(
      response.headers.get("www-authenticate")!,
      "insufficient_scope",
    );
  }
});

Deno.test("KeyGate answers who asks too often with 429, and when to come back", async () => {
  const limits = { sessions: 1, audioRate: 1, requestsPerMinute: 2 };
  const { ask, clock, sink } = gated({ limits });
  assertEquals((await ask("/stream", "ut_stream")).status, 200);
  assertEquals((await ask("/read", "ut_read")).status, 200);
  const response = await ask("/stream", "ut_stream");
  assertEquals(response.status, 429);
  assertEquals(response.headers.get("retry-after"), "1");
  assertEquals((await ask("/stream", "ut_beta")).status, 200);
  clock.nowMs += 30_000;
  assertEquals((await ask("/stream", "ut_stream")).status, 200);
  assertEquals(sink.refusals.map(({ code }) => code), ["too_many_requests"]);
});

Deno.test("KeyGate lets strangers use up nothing of a tenant", async () => {
  const limits = { sessions: 1, audioRate: 1, requestsPerMinute: 1 };
  const { ask } = gated({ limits });
  for (let i = 0; i < 10; i++) {
    assertEquals((await ask("/stream", "ut_wrong")).status, 401);
    assertEquals((await ask("/stream", "ut_read")).status, 403);
  }
  assertEquals((await ask("/stream", "ut_stream")).status, 200);
});

Deno.test("KeyGate lets anybody in where that is wanted, but no wrong key", async () => {
  const { ask, token } = gated({ isOpen: true }, []);
  const response = await ask("/any");
  assertEquals((await response.json()).tenant, "default");
  assertEquals((await ask("/any", "ut_wrong")).status, 401);
  const own = await token(["stream"], { tenant: "default" });
  assertEquals((await (await ask("/stream", own)).json()).sessionId, "call-1");
  const other = await token(["stream"]);
  assertEquals((await ask("/stream", other)).status, 401);
});

Deno.test("KeyGate lets nobody in without keys: the secret that follows from none is no secret", async () => {
  const { ask, token } = gated({}, []);
  for (const tenant of ["default", "acme"]) {
    const forged = await token(["stream"], { tenant });
    assertEquals((await ask("/stream", forged)).status, 401);
  }
  assertEquals((await ask("/stream")).status, 401);
});

Deno.test("KeyGate takes a token to begin one call, with the id that it names", async () => {
  const { ask, token, sink } = gated();
  const one = await token(["stream"]);
  const response = await ask("/stream", one);
  assertEquals(await response.json(), {
    tenant: "acme",
    scopes: ["stream"],
    sessionId: "call-1",
  });
  assertEquals((await ask("/stream", one)).status, 401);
  assertStringIncludes(sink.refusals[0]!.reason, "used before");
});

Deno.test("KeyGate lets one of many at once pass with a token", async () => {
  const { ask, token } = gated();
  const one = await token(["stream"]);
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => (await ask("/stream", one)).status),
  );
  assertEquals(statuses.filter((status) => status === 200).length, 1);
});

Deno.test("KeyGate lets a token go on with its call though it was used and is old, and do nothing else", async () => {
  const { ask, token, clock } = gated();
  const one = await token(["stream"]);
  assertEquals((await ask("/stream", one)).status, 200);
  clock.nowMs += 3_600_000;
  const resumed = await ask("/stream?resume=call-1", one, SOCKET);
  assertEquals(await resumed.json(), {
    tenant: "acme",
    scopes: ["stream"],
    sessionId: "call-1",
    mustResume: true,
  });
  assertEquals((await ask("/stream", one)).status, 401);
  for (
    const [path, init] of [
      ["/stream?resume=call-2", SOCKET],
      ["/stream?resume=", SOCKET],
      ["/calls/call-1?resume=call-1", SOCKET],
      ["/stream?resume=call-1", {}],
      ["/stream?resume=call-1", { ...SOCKET, method: "POST" }],
    ] as const
  ) assertEquals((await ask(path, one, init)).status, 401, path);
  clock.nowMs += MAX_SESSION_AGE_MS;
  assertEquals((await ask("/stream?resume=call-1", one, SOCKET)).status, 401);
});

Deno.test("KeyGate takes a fresh token to go on with another call, once", async () => {
  const { ask, token } = gated();
  const one = await token(["stream"]);
  const response = await ask("/stream?resume=call-2", one, SOCKET);
  assertEquals((await response.json()).mustResume, undefined);
  assertEquals((await ask("/stream?resume=call-2", one, SOCKET)).status, 401);
});

Deno.test("KeyGate lets a token hear of its call alone, as often as it likes while it lasts", async () => {
  const { ask, token, clock } = gated();
  const one = await token(["read"]);
  for (let i = 0; i < 3; i++) {
    assertEquals((await ask("/calls/call-1", one)).status, 200);
  }
  for (
    const path of ["/calls/call-2", "/read", "/stream", "/calls/call-1%2F"]
  ) {
    assertEquals((await ask(path, one)).status, 403, path);
  }
  clock.nowMs += 60_000;
  assertEquals((await ask("/calls/call-1", one)).status, 401);
});

Deno.test("KeyGate takes no token of a tenant whose keys are gone", async () => {
  const { ask, token } = gated({}, [
    storedKey("ut_gone", { expires: "2026-01-01T00:00:30Z" }),
  ]);
  const one = await token(["stream"]);
  const { ask: later, clock } = gated({}, [
    storedKey("ut_gone", { expires: "2026-01-01T00:00:30Z" }),
  ]);
  clock.nowMs += 31_000;
  assertEquals((await later("/stream", one)).status, 401);
  assertEquals((await ask("/stream", one)).status, 200);
  const other = await token(["stream"], { tenant: "beta" });
  assertEquals((await ask("/stream", other)).status, 401);
});

Deno.test("KeyGate leaves a token good that it refuses for coming too often", async () => {
  const limits = { sessions: 1, audioRate: 1, requestsPerMinute: 1 };
  const { ask, token, clock } = gated({ limits });
  assertEquals((await ask("/stream", "ut_stream")).status, 200);
  const one = await token(["stream"]);
  assertEquals((await ask("/stream", one)).status, 429);
  assertEquals((await ask("/stream", one)).status, 429);
  clock.nowMs += 59_000;
  assertEquals((await ask("/stream", one)).status, 200);
  assertEquals((await ask("/stream", one)).status, 401);
});

Deno.test("KeyGate lets a token be given back by who could not begin its call", async () => {
  const { gate, token } = gated();
  const one = await token(["stream"]);
  const app = new Hono().get("/", async (c) => {
    const who = await gate.admit(c, "stream");
    if (who instanceof Response) return who;
    if (c.req.query("full")) who.giveBack?.();
    return c.text("");
  });
  const headers = { authorization: `Bearer ${one}` };
  const statuses: number[] = [];
  for (const path of ["/?full=1", "/?full=1", "/", "/", "/?full=1"]) {
    statuses.push((await app.request(path, { headers })).status);
  }
  assertEquals(statuses, [200, 200, 200, 401, 401]);
});

Deno.test("KeyGate lets a token be given back once: by then it may be another's", async () => {
  const { gate, token } = gated();
  const one = await token(["stream"]);
  const admitted: Principal[] = [];
  const app = new Hono().get("/", async (c) => {
    const who = await gate.admit(c, "stream");
    if (who instanceof Response) return who;
    admitted.push(who);
    return c.text("");
  });
  const headers = { authorization: `Bearer ${one}` };
  const ask = async () => (await app.request("/", { headers })).status;
  assertEquals(await ask(), 200);
  admitted[0]!.giveBack!();
  assertEquals(await ask(), 200);
  admitted[0]!.giveBack!();
  assertEquals(await ask(), 401);
});
