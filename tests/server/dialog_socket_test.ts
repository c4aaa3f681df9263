/** Every bad input, over a real socket, beside a call that goes on. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import type { ServerMessage } from "../../src/protocol/native/messages.ts";
import {
  FakeClock,
  fakeModel,
  fakeScore,
  timeless,
} from "../session/_fakes.ts";
import { chunks, pcm16, speechLike } from "../session/_signals.ts";
import {
  appDeps,
  call,
  CLOSE,
  type Heard,
  OPEN,
  serve,
  talk,
} from "./_server.ts";
import { rawSocket, textFrame, writeAll } from "./_raw_socket.ts";

const SPEECH = pcm16(speechLike(3)) as Uint8Array<ArrayBuffer>;

function predictions({ messages }: Heard) {
  return timeless(
    messages.filter((message) => message.type === "prediction"),
  );
}

function floats(...samples: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(samples).buffer);
}

Deno.test("a socket carries a call from open to close", async () => {
  await using server = serve();
  const heard = await call(server.streamUrl, [SPEECH]);
  assertEquals(heard.messages.map(({ type }) => type), [
    "opened",
    ...Array(6).fill("prediction"),
    "closed",
  ]);
  assertEquals([heard.code, heard.reason], [1000, "client_close"]);
});

Deno.test("a socket gives the same windows for any size of message", async () => {
  await using server = serve();
  const whole = await call(server.streamUrl, [SPEECH]);
  for (const bytes of [2, 640, 32_000]) {
    const cut = await call(
      server.streamUrl,
      chunks(SPEECH, [bytes]) as Iterable<Uint8Array<ArrayBuffer>>,
    );
    assertEquals(predictions(cut), predictions(whole));
  }
});

const open = (fields: Record<string, unknown>) =>
  JSON.stringify({ ...JSON.parse(OPEN), ...fields });
const FLOAT = open({ encoding: "pcm_f32le" });
const STEREO = open({ channels: [{ role: "customer" }, { role: "agent" }] });

const BAD: readonly [
  string,
  readonly (string | Uint8Array<ArrayBuffer>)[],
  string,
  number,
][] = [
  ["text that is not JSON", ["hello"], "bad_json", 1007],
  ["JSON that is no message", ["[1]"], "bad_message", 1007],
  ["an unknown type", ['{"type":"hello"}'], "unknown_type", 1002],
  ["audio before open", [SPEECH.slice(0, 640)], "not_open", 1002],
  ["a second open", [OPEN, OPEN], "already_open", 1002],
  ["a rate of 7", [open({ sampleRateHz: 7 })], "unsupported_rate", 1008],
  ["a rate of 10^9", [open({ sampleRateHz: 1e9 })], "unsupported_rate", 1008],
  [
    "three channels",
    [open({ channels: Array(3).fill({ role: "customer" }) })],
    "unsupported_channels",
    1008,
  ],
  ["an unknown encoding", [open({ encoding: "mp3" })], "bad_message", 1007],
  ["another version", [open({ version: 9 })], "bad_message", 1007],
  ["half a sample", [OPEN, new Uint8Array(641)], "bad_audio", 1007],
  ["one sample of two", [STEREO, new Uint8Array(2)], "bad_audio", 1007],
  ["an empty binary message", [OPEN, new Uint8Array()], "empty_message", 1007],
  ["an empty text message", [OPEN, ""], "empty_message", 1007],
  [
    "a binary message over 1 MiB",
    [OPEN, new Uint8Array(1_048_578)],
    "message_too_large",
    1009,
  ],
  [
    "a text message over 1 MiB",
    [OPEN, `{"type":"flush","id":"${"x".repeat(1_048_576)}"}`],
    "message_too_large",
    1009,
  ],
  ["NaN", [FLOAT, floats(0, NaN, 0)], "bad_audio", 1007],
  ["infinity", [FLOAT, floats(0, -Infinity)], "bad_audio", 1007],
  ["an amplitude that overflows", [FLOAT, floats(3e38)], "bad_audio", 1007],
];

for (const [name, said, code, closeCode] of BAD) {
  Deno.test(`a socket that sends ${name} is told ${code} and closed with ${closeCode}`, async () => {
    const { deps, internalFaults } = appDeps();
    await using server = serve(deps);
    const alone = await call(server.streamUrl, [SPEECH]);
    const [bad, good] = await Promise.all([
      talk(server.streamUrl, said),
      call(server.streamUrl, [SPEECH]),
    ]);
    const last = bad.messages.at(-1)!;
    assert(last.type === "error", JSON.stringify(last));
    assertEquals(last.code as string, code);
    assertStringIncludes(last.message, "Cannot ");
    assertEquals([bad.code, bad.reason], [closeCode, code]);
    assertEquals(predictions(good), predictions(alone));
    assertEquals(good.code, 1000);
    await deps.registry.stop(); // resolves as all of them leave
    assertEquals(internalFaults, []);
  });
}

/** Resolves when a session leaves. */
function departure(registry: SessionRegistry): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const leave = registry.leave.bind(registry);
  registry.leave = (session) => (leave(session), resolve());
  return promise;
}

Deno.test("a socket that breaks off leaves nothing behind", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const left = departure(deps.registry);
  const socket = new WebSocket(server.streamUrl);
  await new Promise((resolve) => socket.onopen = resolve);
  socket.send(OPEN);
  await new Promise((resolve) => socket.onmessage = resolve);
  assertEquals(deps.registry.count, 1);
  socket.send(SPEECH);
  socket.close();
  await new Promise((resolve) => socket.onclose = resolve);
  await left;
  assertEquals(deps.registry.count, 0);
  assertEquals(deps.budget.heldBytes, 0);
});

Deno.test("a connection that is torn down leaves nothing behind", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const left = departure(deps.registry);
  const connection = await rawSocket(server.port);
  connection.close();
  await left;
  assertEquals(deps.registry.count, 0);
});

Deno.test("a socket that sends and never reads is ended before it fills the memory", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const left = departure(deps.registry);
  using connection = await rawSocket(server.port);
  const flush = textFrame(`{"type":"flush","id":"${"x".repeat(120)}"}`);
  const flushes = new Uint8Array(flush.length * 1_000);
  for (let i = 0; i < 1_000; i++) flushes.set(flush, i * flush.length);
  await writeAll(connection, textFrame(OPEN.padEnd(200)));
  const flood = async () => {
    for (;;) await writeAll(connection, flushes);
  };
  await Promise.race([left, flood()]);
  assertEquals(deps.registry.count, 0);
});

Deno.test("a frame that is no frame ends its own socket only", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const left = departure(deps.registry);
  using connection = await rawSocket(server.port);
  const [good] = await Promise.all([
    call(server.streamUrl, [SPEECH]),
    writeAll(connection, new Uint8Array(100).fill(0xff)),
  ]);
  await left;
  assertEquals(good.code, 1000);
});

Deno.test("a socket is answered while another one pours in a minute of audio", async () => {
  await using server = serve();
  const order: string[] = [];
  const minute = Array(2).fill(new Uint8Array(950_000));
  await Promise.all([
    call(server.streamUrl, minute).then(() => order.push("minute")),
    call(server.streamUrl, [SPEECH]).then(() => order.push("seconds")),
  ]);
  assertEquals(order, ["seconds", "minute"]);
});

Deno.test("a socket that goes on pouring in audio is still told what was wrong", async () => {
  await using server = serve();
  const audio = Array(40).fill(new Uint8Array(1_000_000));
  for (const said of [[OPEN, "hello", ...audio], [OPEN, ...audio]]) {
    const { messages, code } = await talk(server.streamUrl, said);
    const last = messages.at(-1)!;
    assert(last.type === "error", JSON.stringify(last));
    assertEquals(code, said.includes("hello") ? 1007 : 1008);
  }
});

Deno.test("a socket of a session with an internal fault closes with 1011, others go on", async () => {
  let calls = 0;
  const model = fakeModel((request) =>
    ++calls === 4 ? Promise.reject(new Error("broken")) : fakeScore(request)
  );
  const { deps, internalFaults } = appDeps(model);
  await using server = serve(deps);
  const heard = await Promise.all([
    call(server.streamUrl, [SPEECH]),
    call(server.streamUrl, [SPEECH]),
  ]);
  assertEquals(heard.map(({ code }) => code).sort(), [1000, 1011]);
  assertEquals(internalFaults.length, 1);
});

Deno.test("a socket that comes before the model is told not_ready", async () => {
  const { deps } = appDeps();
  await using server = serve({
    ...deps,
    readiness: () => ({ isReady: false, reasons: ["loading_model"] }),
  });
  const { messages, code } = await talk(server.streamUrl, []);
  assertEquals(messages.map((message) => message.type), ["error"]);
  assertStringIncludes(JSON.stringify(messages), "loading_model");
  assertEquals(code, 1013);
});

Deno.test("a socket too many is told overloaded, and takes no place", async () => {
  const { deps } = appDeps();
  const registry = new SessionRegistry(1);
  await using server = serve({ ...deps, registry });
  const first = new WebSocket(server.streamUrl);
  await new Promise((resolve) => first.onopen = resolve);
  const { messages, code } = await talk(server.streamUrl, [OPEN]);
  assertEquals(messages.map((m) => m.type === "error" && m.code), [
    "overloaded",
  ]);
  assertEquals(code, 1013);
  const left = departure(registry);
  first.send(OPEN);
  first.send(CLOSE);
  await left;
  assertEquals((await call(server.streamUrl, [SPEECH])).code, 1000);
});

Deno.test("sockets are answered to the end when the server stops", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const socket = new WebSocket(server.streamUrl);
  const messages: string[] = [];
  await new Promise((resolve) => socket.onopen = resolve);
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  await new Promise<void>((resolve) => {
    socket.onmessage = ({ data }) => {
      const { type } = JSON.parse(data);
      messages.push(type);
      if (type === "flushed") resolve();
    };
    socket.send(OPEN);
    socket.send(SPEECH);
    socket.send('{"type":"flush","id":1}');
  });
  await deps.registry.stop();
  const { code, reason } = await closed;
  assertEquals([code, reason], [1001, "server_stop"]);
  assertEquals(messages.slice(-2), ["prediction", "closed"]);
});

Deno.test("a session has left when its socket has closed, not when its last word is sent", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const left = departure(deps.registry);
  const connection = await rawSocket(server.port);
  await writeAll(connection, textFrame(OPEN.padEnd(200)));
  await writeAll(connection, textFrame(CLOSE.padEnd(200)));
  const heard = new Uint8Array(10_000);
  for (let at = 0; !isClosed(heard.subarray(0, at));) {
    at += await connection.read(heard.subarray(at)) ?? 0;
  }
  assertEquals(deps.registry.count, 1);
  connection.close();
  await left;
  assertEquals(deps.registry.count, 0);
});

/** Whether the bytes end with the frame that closes with 1000, "client_close". */
function isClosed(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).endsWith("client_close");
}

Deno.test("a socket of a client that has gone without a word is closed, one that lives is not", async () => {
  const clock = new FakeClock();
  const { deps } = appDeps();
  await using server = serve({ ...deps, now: clock.now });
  const [gone, lives] = [await dialled(server), await dialled(server)];
  const silent = await dialled(server, []);
  while (deps.registry.count < 3) { // a client hears of its socket first
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  clock.nowMs = 10_000;
  deps.registry.tick();
  assertEquals((await silent.closed).reason, "open_timeout");
  clock.nowMs = 59_000;
  await lives.say('{"type":"keepalive"}');
  clock.nowMs = 60_000;
  deps.registry.tick();
  const { code, reason } = await gone.closed;
  assertEquals([code, reason], [1001, "idle"]);
  assertEquals(gone.heard.at(-1)!.type, "closed");
  await lives.say(CLOSE);
  assertEquals((await lives.closed).reason, "client_close");
});

/** A socket to which something was said, and answered. */
async function dialled(
  { streamUrl }: { streamUrl: string },
  said: readonly string[] = [OPEN],
) {
  const socket = new WebSocket(streamUrl);
  const heard: ServerMessage[] = [];
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  let answered = () => {};
  socket.onmessage = ({ data }) => {
    heard.push(JSON.parse(data));
    answered();
  };
  await new Promise((resolve) => socket.onopen = resolve);
  /** Resolves once the server has heard it. */
  const say = async (text: string) => {
    const next = new Promise<void>((resolve) => answered = resolve);
    socket.send(text);
    if (text !== OPEN) socket.send('{"type":"flush","id":1}');
    await next;
  };
  for (const text of said) await say(text);
  return { heard, say, closed };
}
