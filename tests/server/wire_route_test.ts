/** The door of a platform, over a real socket. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { NOBODY } from "../../src/server/access/principal.ts";
import {
  NO_LIMITS,
  STRANGER_LIMITS,
} from "../../src/server/access/tenant_limits.ts";
import { MAX_SESSIONS } from "../../src/session/limits.ts";
import { TenantLimiter } from "../../src/server/access/tenant_limiter.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { type Wire, WireDialog } from "../../src/session/wires/wire_dialog.ts";
import type { WireRequest, WireRoute } from "../../src/server/wire_route.ts";
import { pcm16, speechLike } from "../session/_signals.ts";
import { appDeps, serve } from "./_server.ts";

const SPEECH = pcm16(speechLike(2)) as Uint8Array<ArrayBuffer>;

/** Begins with any text, hears binary audio, and is over with the next text. */
const WIRE: Wire = {
  platform: "asterisk",
  listen(call) {
    let hasBegun = false;
    return {
      hearText() {
        if (hasBegun) return call.over();
        hasBegun = true;
        call.begin({
          callId: "c",
          streamId: "s",
          encoding: "pcm_s16le",
          sampleRateHz: 16_000,
          directions: ["media"],
          statedRoles: "media=customer",
        });
      },
      hearAudio: (bytes) => call.push(bytes),
    };
  },
};

function route(fields: Partial<WireRoute> = {}): WireRoute {
  return {
    platform: "asterisk",
    admit: () => ({ tenant: "acme" }),
    create: (client, deps) => new WireDialog(client, deps, WIRE),
    ...fields,
  };
}

function served(fields?: Partial<WireRoute>) {
  const given = appDeps();
  return { ...given, deps: { ...given.deps, wires: [route(fields)] } };
}

/** Status of a request that asks for a socket. */
async function knock(
  port: number,
  path: string,
): Promise<{ status: number; body: string }> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n` +
      "Connection: upgrade, close\r\nSec-WebSocket-Version: 13\r\n" +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  ));
  const answer = new Uint8Array(4_000);
  const size = await connection.read(answer) ?? 0;
  connection.close();
  const body = new TextDecoder().decode(answer.subarray(0, size));
  return { status: Number(body.split(" ")[1]), body };
}

Deno.test("serveWire() carries a call, and not a byte comes back", async () => {
  const { deps, sink } = served();
  await using server = serve(deps);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/asterisk`);
  const received: unknown[] = [];
  socket.onmessage = ({ data }) => received.push(data);
  socket.onopen = () => {
    for (const message of ["start", SPEECH, "stop"]) socket.send(message);
  };
  const { code } = await new Promise<CloseEvent>((resolve) =>
    socket.onclose = resolve
  );
  assertEquals([code, received], [1000, []]);
  assertEquals(sink.predictions.length, 4);
  assertEquals(sink.ends.map(({ reason }) => reason), ["platform_stop"]);
  await deps.registry.stop();
  assertEquals(deps.budget.heldBytes, 0);
});

Deno.test("serveWire() answers the tail of a call whose socket is closed", async () => {
  const { deps, sink } = served();
  const left = Promise.withResolvers<void>();
  const leave = deps.registry.leave.bind(deps.registry);
  deps.registry.leave = (session) => (leave(session), left.resolve());
  await using server = serve(deps);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/asterisk`);
  socket.onopen = () => {
    socket.send("start");
    socket.send(SPEECH);
    socket.close();
  };
  await left.promise;
  assertEquals(sink.predictions.length, 4);
  assertEquals(sink.ends.map(({ reason }) => reason), ["socket_closed"]);
});

Deno.test("serveWire() shows its door what was asked, and refuses with 403 before a socket", async () => {
  const seen: WireRequest[] = [];
  const { deps, sink } = served({
    admit(request) {
      seen.push(request);
      return { refusal: "the signature is wrong" };
    },
  });
  await using server = serve(deps);
  const { status, body } = await knock(
    server.port,
    "/v1/asterisk/my%2Dcredential?a=1%20",
  );
  assertEquals(status, 403);
  assertStringIncludes(body, '"forbidden"');
  assertEquals(body.includes("the signature is wrong"), false);
  assertEquals(
    [seen[0]!.target, seen[0]!.credential],
    ["/v1/asterisk/my%2Dcredential?a=1%20", "my-credential"],
  );
  assertEquals(sink.refusals, [{
    platform: "asterisk",
    code: "forbidden",
    reason: "the signature is wrong",
  }]);
  assertEquals((await knock(server.port, "/v1/asterisk")).status, 403);
  assertEquals(seen[1]!.credential, undefined);
});

Deno.test("serveWire() tells a dialog of the request that its socket was", async () => {
  const { deps } = served({
    create(client, deps, { target }) {
      queueMicrotask(() => client.send(target));
      return new WireDialog(client, deps, WIRE);
    },
  });
  await using server = serve(deps);
  const path = "/v1/asterisk/credential?callId=a%20b";
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
  const { data } = await new Promise<MessageEvent>((resolve) =>
    socket.onmessage = resolve
  );
  assertEquals(data, path);
  socket.close();
  await new Promise((resolve) => socket.onclose = resolve);
});

Deno.test("serveWire() refuses with 503 before the model is there, and when there is no room", async () => {
  const { deps, sink } = served();
  const registry = new SessionRegistry(0);
  await using full = serve({ ...deps, registry });
  assertEquals((await knock(full.port, "/v1/asterisk")).status, 503);
  const reasons = ["loading_model"] as const;
  await using early = serve({
    ...deps,
    readiness: () => ({ isReady: false, reasons }),
  });
  assertEquals((await knock(early.port, "/v1/asterisk")).status, 503);
  assertEquals(sink.refusals.map(({ code }) => code), [
    "overloaded",
    "not_ready",
  ]);
});

Deno.test("serveWire() agrees to a subprotocol that its platform offers", async () => {
  const { deps } = served({ protocols: ["media", "media.v2"] });
  await using server = serve(deps);
  const url = `ws://127.0.0.1:${server.port}/v1/asterisk`;
  const agreed = async (offered: string[]) => {
    const socket = new WebSocket(url, offered);
    await new Promise((resolve) => socket.onopen = resolve);
    socket.close();
    await new Promise((resolve) => socket.onclose = resolve);
    return socket.protocol;
  };
  assertEquals(await agreed(["other", "media.v2", "media"]), "media.v2");
  assertEquals(await agreed([]), "");
});

Deno.test("createApp() has no door for a platform that is not served", async () => {
  await using server = serve();
  assertEquals((await knock(server.port, "/v1/asterisk")).status, 404);
});

Deno.test("serveWire() counts a tenant's requests, and lets strangers use up nobody's", async () => {
  const limits = { sessions: 9, audioRate: 9, requestsPerMinute: 2 };
  const limiter = new TenantLimiter({ keys: [], limits, now: () => 0 });
  const given = served({
    tellsRefusals: true,
    admit: ({ credential }) =>
      credential === "right" ? { tenant: "acme" } : { refusal: "wrong" },
  });
  await using server = serve({ ...given.deps, limiter });
  const statuses = async (path: string) => {
    const found: number[] = [];
    for (let i = 0; i < 3; i++) {
      found.push((await knock(server.port, path)).status);
    }
    return found;
  };
  assertEquals(await statuses("/v1/asterisk/wrong"), [101, 101, 101]);
  assertEquals(await statuses("/v1/asterisk/right"), [101, 101, 429]);
  assertEquals(given.sink.refusals.map(({ code }) => code), [
    "too_many_requests",
  ]);
  await given.deps.registry.stop();
});

Deno.test("serveWire() lets strangers who get a socket to be refused be in the way of no call", async () => {
  const limiter = new TenantLimiter({
    keys: [],
    limits: NO_LIMITS,
    now: () => 0,
  });
  const registry = new SessionRegistry(
    MAX_SESSIONS,
    undefined,
    (tenant) => limiter.limitsOf(tenant).sessions,
  );
  const { deps } = served({
    tellsRefusals: true,
    admit: ({ credential }) =>
      credential === "right" ? { tenant: "acme" } : { refusal: "wrong" },
  });
  await using server = serve({ ...deps, registry, limiter });
  const strangers = Array.from({ length: STRANGER_LIMITS.sessions }, () => {
    const stranger = { stop: () => registry.leave(stranger) };
    registry.enter(stranger, NOBODY);
    return stranger;
  });
  const status = async (path: string) =>
    (await knock(server.port, path)).status;
  assertEquals(await status("/v1/asterisk/wrong"), 429);
  assertEquals(await status("/v1/asterisk/right"), 101);
  registry.leave(strangers[0]!);
  assertEquals(await status("/v1/asterisk/wrong"), 101);
  await registry.stop();
});
