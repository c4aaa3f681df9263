/** How a call comes back to a server that is full, by a new socket while the old one seems to live. */
import { assert, assertEquals } from "@std/assert";
import type {
  Checkpoint,
  Opened,
  ServerMessage,
} from "../../src/protocol/native/messages.ts";
import { TAKE_OVER_WITHIN_MS } from "../../src/session/limits.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { storedKey } from "../config/_keys.ts";
import { FakeClock } from "../session/_fakes.ts";
import { pcm16, speechLike } from "../session/_signals.ts";
import { accessOf } from "./access/_access.ts";
import { rawSocket, textFrame, writeAll } from "./_raw_socket.ts";
import { appDeps, OPEN, serve } from "./_server.ts";

const KEY = "ut_stream";
const BETA = "ut_beta";
const LINES = [storedKey(KEY), storedKey(BETA, { tenant: "beta" })];
const SPEECH = pcm16(speechLike(2)) as Uint8Array<ArrayBuffer>;
const RESUMABLE = { ...JSON.parse(OPEN), resumable: true };

/** What is full: the process, or the tenant. */
const FULL = { "the server": [1, Infinity], "its tenant": [9, 1] } as const;
type Full = readonly [maxSessions: number, maxOfTenant: number];

/** A server with so many places, and the door that its clients come by. */
function begin([maxSessions, maxOfTenant]: Full) {
  const access = accessOf(LINES);
  const given = appDeps();
  const clock = new FakeClock();
  const registry = new SessionRegistry(
    maxSessions,
    { isBehind: false },
    () => maxOfTenant,
  );
  const changed = new Set<() => void>();
  const leave = registry.leave.bind(registry);
  registry.leave = (session) => {
    leave(session);
    for (const hear of [...changed]) hear();
  };
  /** Resolves once nothing is lent. */
  const settled = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (registry.lentCount > 0) return;
        changed.delete(look);
        resolve();
      };
      changed.add(look);
      look();
    });
  const { deps, sink } = given;
  const all = { ...deps, ...access, sink, registry, now: clock.now };
  return { server: serve(all), registry, settled, sink, clock, access };
}

/** A client that hears what it is told, message after message. */
class Caller {
  readonly heard: ServerMessage[] = [];
  readonly closed: Promise<CloseEvent>;
  readonly opened: Promise<boolean>;
  readonly #socket: WebSocket;
  #hear = () => {};

  constructor(url: string, credential = KEY) {
    const socket = new WebSocket(url, [
      "undertone.v1",
      `undertone.key.${credential}`,
    ]);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.heard.push(JSON.parse(data));
      this.#hear();
    };
    this.closed = new Promise((resolve) => socket.onclose = resolve);
    this.opened = Promise.race([
      new Promise<boolean>((resolve) => socket.onopen = () => resolve(true)),
      this.closed.then(() => false),
    ]);
  }

  say(message: object | Uint8Array<ArrayBuffer>): void {
    const { buffer } = message as Uint8Array<ArrayBuffer>;
    this.#socket.send(buffer ?? JSON.stringify(message));
  }

  /** The first message of a type, once it has come. */
  async first<T extends ServerMessage["type"]>(type: T) {
    for (;;) {
      const found = this.heard.find((message) => message.type === type);
      if (found) return found as Extract<ServerMessage, { type: T }>;
      await new Promise<void>((resolve) => this.#hear = resolve);
    }
  }

  async end(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }
}

/** What a client keeps of a call. */
interface Kept {
  readonly sessionId: string;
  readonly last: Checkpoint;
}

/** Begins a call, whose client then vanishes without a word: its connection stays. */
async function vanished(port: number) {
  const connection = await rawSocket(port, "/v1/stream", [
    `Authorization: Bearer ${KEY}`,
  ]);
  await writeAll(connection, textFrame(JSON.stringify(RESUMABLE)));
  let text = "";
  while (!/"state":"[\w-]+"}/.test(text)) {
    const bytes = new Uint8Array(20_000);
    const size = await connection.read(bytes) ?? 0;
    text += new TextDecoder("latin1").decode(bytes.subarray(0, size));
  }
  const told = [...text.matchAll(/{"type":.*?}(?=[^",}\]]|$)/g)]
    .map(([json]) => JSON.parse(json));
  const { sessionId } = told[0] as Opened;
  const last = told.find(({ type }) => type === "checkpoint") as Checkpoint;
  return { connection, kept: { sessionId, last } as Kept };
}

function resumeOf({ sessionId, last }: Kept, generation = 1) {
  const { fromSample, state } = last;
  return {
    ...RESUMABLE,
    resume: { sessionId, generation, fromSample, state },
  };
}

function resumeUrl(streamUrl: string, sessionId: string): string {
  return `${streamUrl}?resume=${sessionId}`;
}

for (const [what, full] of Object.entries(FULL)) {
  Deno.test(`a call whose old socket is half open is resumed at once though ${what} is full`, async () => {
    const { server, registry, settled, sink } = begin(full);
    await using _server = server;
    const { connection, kept } = await vanished(server.port);
    assertEquals([registry.count, registry.lentCount], [1, 0]);

    const url = resumeUrl(server.streamUrl, kept.sessionId);
    let generation = 0;
    for (const last of [false, true]) {
      const caller = new Caller(url);
      assert(await caller.opened);
      caller.say(resumeOf(kept, ++generation));
      assertEquals((await caller.first("opened")).sessionId, kept.sessionId);
      assertEquals([registry.count, registry.countOf("acme")], [1, 1]);
      caller.say(SPEECH);
      await caller.first("prediction");
      if (last) {
        caller.say({ type: "close" });
        assertEquals((await caller.closed).code, 1000);
      }
    }
    connection.close();
    await settled();
    assertEquals(sink.resumptions.map(({ generation }) => generation), [1, 2]);
    assertEquals(sink.ends.length, 1);
    await registry.stop(); // nothing has a place any more
    assertEquals([registry.count, registry.lentCount], [0, 0]);
  });

  Deno.test(`who may not take a call over gets no place though it is named, and ${what} is full`, async () => {
    const { server, registry, settled, sink, clock } = begin(full);
    await using _server = server;
    const { connection, kept } = await vanished(server.port);
    const url = resumeUrl(server.streamUrl, kept.sessionId);
    const { state } = kept.last;
    const forged = { ...kept.last, state: `${state.slice(0, -1)}-` };
    for (
      const [said, code] of [
        [resumeOf({ ...kept, last: forged }), "bad_resume"],
        [resumeOf(kept, 0), "bad_message"],
        [
          RESUMABLE,
          full[0] === 1 ? "overloaded" : "too_many_sessions",
        ],
        [
          { ...RESUMABLE, resumable: false },
          full[0] === 1 ? "overloaded" : "too_many_sessions",
        ],
        [{ type: "flush", id: 1 }, "not_open"],
      ] as const
    ) {
      const caller = new Caller(url);
      assert(await caller.opened);
      assertEquals([registry.count, registry.lentCount], [1, 1]);
      caller.say(said);
      const { code: told } = await caller.first("error");
      assertEquals(told, code);
      await caller.closed;
      await settled();
      assertEquals([registry.count, registry.lentCount], [1, 0]);
    }

    const silent = new Caller(url);
    assert(await silent.opened);
    clock.nowMs += TAKE_OVER_WITHIN_MS;
    registry.tick();
    assertEquals((await silent.first("error")).code, "open_timeout");
    await silent.closed;
    await settled();

    assertEquals([registry.count, registry.lentCount], [1, 0]);
    assertEquals([sink.ends, sink.resumptions], [[], []]); // the call lives
    const caller = new Caller(url);
    assert(await caller.opened);
    caller.say(resumeOf(kept, 3));
    await caller.first("opened");
    connection.close();
    await settled();
    for (const generation of [2, 3]) { // real, and older than what goes on here
      const stale = new Caller(url);
      assert(await stale.opened);
      stale.say(resumeOf(kept, generation));
      assertEquals((await stale.first("error")).code, "bad_resume");
      await stale.closed;
    }
    await settled();
    assertEquals([registry.count, registry.lentCount], [1, 0]);
    caller.say(SPEECH);
    await caller.first("prediction");
    await caller.end();
    await registry.stop();
  });

  Deno.test(`a call that is not held here needs a place of its own, and gets none if ${what} is full`, async () => {
    const { server, registry, sink } = begin(full);
    await using _server = server;
    const { connection } = await vanished(server.port);
    const urls = [
      server.streamUrl,
      resumeUrl(server.streamUrl, "another"),
      resumeUrl(server.streamUrl, ""),
    ];
    for (const url of urls) {
      const caller = new Caller(url);
      const isOpen = await caller.opened;
      assertEquals(isOpen, full[0] === 1); // a tenant's limit is told before it opens
      if (isOpen) {
        assertEquals((await caller.first("error")).code, "overloaded");
      }
      await caller.closed;
    }
    const code = full[0] === 1 ? "overloaded" : "too_many_sessions";
    assertEquals(sink.refusals.map(({ code }) => code), urls.map(() => code));
    assertEquals([registry.count, registry.lentCount], [1, 0]);
    connection.close();
    await registry.stop();
  });
}

Deno.test("another tenant takes over nothing on a full server, though it names the call", async () => {
  const { server, registry } = begin([1, Infinity]);
  await using _server = server;
  const { connection, kept } = await vanished(server.port);
  const url = resumeUrl(server.streamUrl, kept.sessionId);
  const caller = new Caller(url, BETA);
  assert(await caller.opened);
  assertEquals((await caller.first("error")).code, "overloaded");
  await caller.closed;
  assertEquals([registry.count, registry.lentCount], [1, 0]);
  connection.close();
  await registry.stop();
});

/** A token for one call. */
function tokenOf({ tokens, clock }: ReturnType<typeof accessOf>) {
  const expiresAtMs = clock.nowMs + 60_000;
  return tokens.sign({
    jti: crypto.randomUUID(),
    tenant: "acme",
    scopes: ["stream"],
    sessionId: crypto.randomUUID(),
    expiresAtMs,
  });
}

for (const [what, full] of Object.entries(FULL)) {
  Deno.test(`a token is still good after ${what} was full, and then begins one call`, async () => {
    const { server, registry, settled, access } = begin(full);
    await using _server = server;
    const { connection, kept } = await vanished(server.port);
    const token = await tokenOf(access);
    const { streamUrl } = server;
    for (const url of [streamUrl, streamUrl]) {
      const refused = new Caller(url, token);
      if (await refused.opened) await refused.first("error");
      await refused.closed;
    }
    // A fresh token is as good as a key for a call that it names, but not without proof.
    const named = new Caller(resumeUrl(streamUrl, kept.sessionId), token);
    assert(await named.opened);
    named.say(RESUMABLE);
    await named.first("error");
    await named.closed;
    await settled();

    const left = Promise.withResolvers<void>();
    const leave = registry.leave;
    registry.leave = (session) => {
      leave(session);
      left.resolve();
    };
    connection.close();
    await left.promise;
    const callers = Array.from(
      { length: 5 },
      () => new Caller(streamUrl, token),
    );
    const opened = await Promise.all(callers.map(({ opened }) => opened));
    assertEquals(opened.filter(Boolean).length, 1);
    const caller = callers[opened.indexOf(true)]!;
    caller.say(RESUMABLE);
    await caller.first("opened");
    await caller.end();
    const again = new Caller(streamUrl, token);
    assertEquals(await again.opened, false);
    await registry.stop();
  });
}

Deno.test("a token is still good after a request that opened no socket, or came before the model", async () => {
  const access = accessOf(LINES);
  const { deps } = appDeps();
  let isReady = false;
  await using server = serve({
    ...deps,
    ...access,
    readiness: () =>
      isReady
        ? deps.readiness()
        : { isReady, reasons: ["loading_model"] as const },
  });
  const token = await tokenOf(access);
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (path: string, method = "GET") => {
    const answer = await fetch(server.httpUrl + path, { method, headers });
    await answer.body?.cancel();
    return answer.status;
  };
  assertEquals(await ask("/v1/stream"), 426);
  assertEquals(await ask("/v1/classify", "POST"), 503);
  const early = new Caller(server.streamUrl, token);
  assertEquals((await early.first("error")).code, "not_ready");
  await early.closed;
  isReady = true;
  const caller = new Caller(server.streamUrl, token);
  assert(await caller.opened);
  assertEquals(await ask("/v1/classify", "POST"), 401);
  await caller.end();
  await deps.registry.stop();
});
