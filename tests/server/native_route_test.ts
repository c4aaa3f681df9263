/** The door of the native protocol, over a real socket, with real keys and tokens. */
import { assert, assertEquals } from "@std/assert";
import type { TenantLimits } from "../../src/server/access/tenant_limits.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { storedKey } from "../config/_keys.ts";
import { pcm16, speechLike } from "../session/_signals.ts";
import { accessOf } from "./access/_access.ts";
import { appDeps, CLOSE, OPEN, serve } from "./_server.ts";

const KEY = "ut_stream";
const LINES = [storedKey(KEY), storedKey("ut_beta", { tenant: "beta" })];
const SPEECH = pcm16(speechLike(2)) as Uint8Array<ArrayBuffer>;

function guarded(limits?: TenantLimits) {
  const access = accessOf(LINES, limits && { limits });
  const given = appDeps();
  const registry = new SessionRegistry(
    10,
    { isBehind: false },
    (tenant) => access.limiter.limitsOf(tenant).sessions,
  );
  const deps = { ...given.deps, ...access, sink: given.sink, registry };
  return { ...access, deps, sink: given.sink, registry };
}

/** Offers the protocol and a credential, says what is to be said, and listens to the end. */
async function call(
  url: string,
  credential: string,
  said: readonly (string | Uint8Array<ArrayBuffer>)[],
) {
  const socket = new WebSocket(url, [
    "undertone.v1",
    `undertone.key.${credential}`,
  ]);
  const heard: { type: string; sessionId?: string; code?: string }[] = [];
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  let protocol: string | undefined;
  socket.onopen = () => {
    ({ protocol } = socket);
    for (const message of said) socket.send(message);
  };
  const { code } = await new Promise<CloseEvent>((resolve) =>
    socket.onclose = resolve
  );
  return { heard, code, protocol };
}

const WHOLE = [OPEN, SPEECH, CLOSE];

Deno.test("serveNative() carries a call of who has a key, and agrees to the protocol alone", async () => {
  const { deps, sink } = guarded();
  await using server = serve(deps);
  const { protocol, code } = await call(server.streamUrl, KEY, WHOLE);
  assertEquals([protocol, code], ["undertone.v1", 1000]);
  assertEquals(sink.calls.map(({ tenant }) => tenant), ["acme"]);
});

Deno.test("serveNative() begins one call with a token, and names it as the token does", async () => {
  const { deps, tokens, clock, sink } = guarded();
  await using server = serve(deps);
  const token = await tokens.sign({
    jti: "t",
    tenant: "beta",
    scopes: ["stream"],
    sessionId: "the-call",
    expiresAtMs: clock.nowMs + 1_000,
  });
  const { heard } = await call(server.streamUrl, token, WHOLE);
  assertEquals(heard[0]!.sessionId, "the-call");
  assertEquals(sink.calls[0]!.tenant, "beta");
  const again = await call(server.streamUrl, token, WHOLE);
  assertEquals([again.heard, again.protocol], [[], undefined]);
  const resuming = `${server.streamUrl}?resume=the-call`;
  const { heard: refused, code } = await call(resuming, token, WHOLE);
  assertEquals([refused.at(-1)!.code, code], ["bad_resume", 1008]);
  assertEquals(sink.calls.length, 1);
});

Deno.test("serveNative() gives a tenant its places, and takes them back when its sockets close", async () => {
  const limits = { sessions: 1, audioRate: 100, requestsPerMinute: 1_000 };
  const { deps, registry, sink } = guarded(limits);
  const left = Promise.withResolvers<void>();
  const leave = registry.leave.bind(registry);
  registry.leave = (session) => {
    leave(session);
    if (registry.countOf("acme") === 0) left.resolve();
  };
  await using server = serve(deps);
  const protocols = ["undertone.v1", `undertone.key.${KEY}`];
  const first = new WebSocket(server.streamUrl, protocols);
  await new Promise((resolve) => first.onopen = resolve);
  const refused = await fetch(`${server.httpUrl}/v1/stream`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  assertEquals(refused.status, 429);
  assert(Number(refused.headers.get("retry-after")) > 0);
  await refused.body!.cancel();
  first.close();
  await left.promise;
  assertEquals((await call(server.streamUrl, KEY, WHOLE)).code, 1000);
  assertEquals(sink.refusals.map(({ code }) => code), ["too_many_sessions"]);
});

Deno.test("serveNative() ends the call that sends too much for its tenant, and no other", async () => {
  const limits = { sessions: 9, audioRate: 1, requestsPerMinute: 1_000 };
  const { deps } = guarded(limits);
  await using server = serve(deps);
  const minute = new Uint8Array(32_000 * 20);
  const { heard, code } = await call(
    server.streamUrl,
    KEY,
    [OPEN, minute, minute, minute, SPEECH, CLOSE],
  );
  assertEquals([heard.at(-1)!.code, code], ["too_much_audio", 1013]);
  const other = await call(server.streamUrl, "ut_beta", WHOLE);
  assertEquals(other.code, 1000);
});
