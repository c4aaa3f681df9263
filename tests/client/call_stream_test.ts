import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  type CallStream,
  openStream,
  type Prediction,
  StreamError,
  type StreamOptions,
  type StreamState,
} from "../../src/client/mod.ts";
import { expectedPredictions, FakeServer, MULAW } from "./_fake_server.ts";
import { settled } from "./_fake_time.ts";

fc.configureGlobal({ seed: 2_026 });

const URL_OF_IT = "ws://server/v1/stream";

/** Bytes that tell of their place. */
function audio(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 13) % 256);
}

/** A stream to a fake server, and what it told. */
async function dialled(server: FakeServer, options: StreamOptions = {}) {
  const states: StreamState[] = [];
  const heard: Prediction[] = [];
  const stream = await openStream(URL_OF_IT, {
    ...MULAW,
    environment: server.environment(),
    onState: (state) => states.push(state),
    ...options,
  });
  const listening = listen(stream, heard);
  listening.catch(() => {}); // a test that cares waits for it
  return { stream, states, heard, listening };
}

async function listen(stream: CallStream, heard: Prediction[]) {
  for await (const prediction of stream) heard.push(prediction);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => promise, StreamError);
  return error.code;
}

Deno.test("CallStream opens with its options and says the audio in order", async () => {
  const server = new FakeServer();
  const { stream, states, heard, listening } = await dialled(server, {
    roles: ["agent"],
    callId: "call 7",
    key: "k-1",
  });
  for (let at = 0; at < 4_000; at += 160) {
    await stream.send(audio(4_000).subarray(at, at + 160));
  }
  await stream.flush();
  const closed = await stream.close();
  await listening;

  assertEquals(server.opens, [{
    type: "open",
    version: 1,
    encoding: "mulaw",
    sampleRateHz: 8_000,
    channels: [{ role: "agent" }],
    callId: "call 7",
    resumable: true,
  }]);
  assertEquals(server.socket.protocols, ["undertone.v1", "undertone.key.k-1"]);
  assertEquals(server.socket.audio, [...audio(4_000)]);
  assertEquals(server.socket.sizes, new Array(25).fill(160));
  assertEquals(server.socket.types, ["open", "flush", "close"]);
  assertEquals(heard, expectedPredictions(server.socket.audio));
  assertEquals(closed.totals.receivedBytes, 4_000);
  assertEquals(states, ["live", "ended"]);
  assertEquals(await stream.ended, closed);
  assertEquals(server.time.timerCount, 0);
});

Deno.test("CallStream goes on after any losses: every prediction once, the same as without", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          chunk: fc.integer({ min: 1, max: 3_000 }),
          then: fc.constantFrom("on", "break", "hang up", "migrate", "settle"),
        }),
        { minLength: 1, maxLength: 30 },
      ),
      async (steps) => {
        const server = new FakeServer();
        const { stream, heard, listening } = await dialled(server);
        const whole = audio(steps.reduce((sum, { chunk }) => sum + chunk, 0));
        let at = 0;
        for (const { chunk, then } of steps) {
          stream.send(whole.subarray(at, at += chunk));
          const { socket } = server;
          if (then !== "on" && then !== "break") await settled();
          if (then === "break") socket.break();
          if (then === "hang up") socket.hangUp(1012);
          if (then === "migrate") {
            socket.say({
              type: "migrate",
              reason: "server_stop",
              deadlineMs: 1_000,
            });
          }
          if (then !== "on") await server.time.pass(200);
        }
        await server.time.pass(10_000);
        const { totals } = await stream.close();
        await listening;

        assertEquals(heard, expectedPredictions([...whole]));
        assertEquals(totals.receivedBytes, whole.length);
        const generations = server.opens.flatMap(({ resume }) =>
          resume ? [resume.generation] : []
        );
        assertEquals(generations, generations.map((_, i) => i + 1));
        assertEquals(server.time.timerCount, 0);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("CallStream says again only what lies behind the latest checkpoint", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server);
  const whole = audio(8_000);
  await stream.send(whole);
  await settled();
  server.socket.break();
  await server.time.pass(250);

  const [, second] = server.opens;
  assertEquals(second?.resume, {
    sessionId: "call 1",
    generation: 1,
    fromSample: 6_400, // the start of window 10, which ends at 1,100 ms
    state: "10",
  });
  assertEquals(server.socket.audio, [...whole.subarray(6_400)]);
});

Deno.test("CallStream keeps what is sent while nobody is there, with flush and close in their places", async () => {
  const server = new FakeServer();
  const { stream, states, heard, listening } = await dialled(server);
  server.mood.accepts = false;
  server.socket.break();
  await settled();
  assertEquals(stream.state, "reconnecting");
  let hasRoom = false;
  stream.send(audio(2_000)).then(() => hasRoom = true);
  let isFlushed = false;
  stream.flush().then(() => isFlushed = true);
  const closed = stream.close();
  await server.time.pass(5_000);
  assertEquals([hasRoom, isFlushed], [false, false]);
  assert(server.sockets.length > 3);

  server.mood.accepts = true;
  await server.time.pass(5_000);
  await closed;
  await listening;
  assertEquals([hasRoom, isFlushed], [true, true]);
  assertEquals(server.socket.audio, [...audio(2_000)]);
  assertEquals(server.socket.types, ["open", "flush", "close"]);
  assertEquals(heard, expectedPredictions([...audio(2_000)]));
  assertEquals(states, ["live", "reconnecting", "live", "ended"]);
});

Deno.test("CallStream gives up after its time, and tells all who wait", async () => {
  const server = new FakeServer();
  const { stream, states, listening } = await dialled(server, {
    giveUpMs: 12_000,
  });
  server.mood.accepts = false;
  server.socket.break();
  await settled();
  const fates = [
    stream.send(audio(10)),
    stream.flush(),
    stream.close(),
    stream.ended,
    listening,
  ].map(codeOf);
  await server.time.pass(12_000);
  assertEquals(await Promise.all(fates), new Array(5).fill("connection_lost"));
  assertEquals(await codeOf(stream.send(audio(10))), "connection_lost");
  assertEquals(states, ["live", "reconnecting", "ended"]);
  assertEquals(server.time.timerCount, 0);
});

Deno.test("CallStream that opens again and again without an answer gives up all the same", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server, { giveUpMs: 20_000 });
  server.mood.answers = false;
  const fate = codeOf(stream.ended);
  for (let loss = 0; loss < 20; loss++) {
    server.socket.break();
    await server.time.pass(5_000);
    if (stream.state === "ended") break;
  }
  assertEquals(await fate, "connection_lost");
});

Deno.test("CallStream whose line held for a while has the whole time again", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server, { giveUpMs: 1_000 });
  for (let loss = 0; loss < 5; loss++) {
    server.socket.break();
    await server.time.pass(15_000);
    assertEquals(stream.state, "live");
  }
});

Deno.test("CallStream does not try a first connection again, nor what cannot pass", async () => {
  const server = new FakeServer();
  server.mood.accepts = false;
  const options = { ...MULAW, environment: server.environment() };
  assertEquals(await codeOf(openStream(URL_OF_IT, options)), "unreachable");
  assertEquals(server.sockets.length, 1);

  server.mood.accepts = true;
  const { stream } = await dialled(server);
  server.socket.say({ type: "error", code: "bad_audio", message: "no" });
  assertEquals(await codeOf(stream.ended), "bad_audio");
  await server.time.pass(60_000);
  assertEquals(server.sockets.length, 2);
});

Deno.test("CallStream tries again where the server says so", async () => {
  const server = new FakeServer();
  const { stream, states } = await dialled(server);
  for (const code of ["overloaded", "not_ready"] as const) {
    server.socket.say({ type: "error", code, message: "later" });
    await server.time.pass(1_000);
  }
  assertEquals(states, [
    "live",
    "reconnecting",
    "live",
    "reconnecting",
    "live",
  ]);
  server.socket.say({ type: "error", code: "superseded", message: "two" });
  assertEquals(await codeOf(stream.ended), "superseded");
});

Deno.test("CallStream without resume ends with its line", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server, { resume: false });
  assertEquals(server.opens[0]!.resumable, undefined);
  server.socket.break();
  assertEquals(await codeOf(stream.ended), "connection_lost");
});

Deno.test("CallStream whose server gives no checkpoint keeps nothing, and ends with its line", async () => {
  const server = new FakeServer();
  server.mood.resumes = false;
  const { stream, heard, listening } = await dialled(server);
  await stream.send(audio(8_000));
  await settled();
  assert(heard.length > 0);
  server.socket.break();
  assertEquals(await codeOf(stream.ended), "connection_lost");
  await assertRejects(() => listening, StreamError);
});

Deno.test("CallStream ends if the server begins anew instead of going on", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server);
  await stream.send(audio(8_000));
  await settled();
  server.socket.break();
  server.mood.remembers = false;
  const fate = codeOf(stream.ended);
  await server.time.pass(250);
  assertEquals(await fate, "bad_server");
});

Deno.test("CallStream takes a fresh key for each connection, and waits for who gives them", async () => {
  const server = new FakeServer();
  let keys = 0;
  const calls: (string | undefined)[] = [];
  const { stream } = await dialled(server, {
    key: ({ sessionId }) => {
      calls.push(sessionId);
      if (++keys === 2) throw new Error("the network is gone");
      return `token-${keys}`;
    },
  });
  server.socket.break();
  await server.time.pass(2_000);
  assertEquals(stream.state, "live");
  assertEquals(
    server.sockets.map(({ protocols }) => protocols[1]),
    ["undertone.key.token-1", "undertone.key.token-3"],
  );
  assertEquals(calls, [undefined, "call 1", "call 1"]);
});

Deno.test("CallStream refuses a key that cannot be sent, and does not show it", async () => {
  const server = new FakeServer();
  const error = await assertRejects(
    () =>
      openStream(URL_OF_IT, {
        key: "se cret",
        environment: server.environment(),
      }),
    StreamError,
  );
  assertEquals(error.code, "bad_key");
  assert(!error.message.includes("cret"));
});

Deno.test("CallStream ends when its signal aborts, opening or live", async () => {
  const server = new FakeServer();
  const controller = new AbortController();
  const { stream, listening } = await dialled(server, {
    signal: controller.signal,
  });
  const reason = new Error("enough");
  controller.abort(reason);
  for (const end of [stream.ended, listening, stream.send(audio(1))]) {
    assertEquals(await end.then(() => "", (fault) => fault), reason);
  }
  assertEquals([server.socket.readyState, server.time.timerCount], [3, 0]);

  const aborted = openStream(URL_OF_IT, {
    signal: AbortSignal.abort(reason),
    environment: server.environment(),
  });
  assertEquals(await aborted.then(() => "", (fault) => fault), reason);
  assertEquals(server.sockets.length, 1);
});

Deno.test("CallStream takes a server that owes an answer and is silent for gone", async () => {
  const server = new FakeServer();
  const { stream, states } = await dialled(server);
  await server.time.pass(120_000); // nothing is owed
  assertEquals(states, ["live"]);
  server.mood.answers = false;
  await stream.send(audio(8_000));
  await server.time.pass(9_000);
  assertEquals(states, ["live"]);
  await server.time.pass(6_000);
  assertEquals(states.slice(0, 3), ["live", "reconnecting", "live"]);
});

Deno.test("CallStream says now and then that it lives", async () => {
  const server = new FakeServer();
  await dialled(server);
  await server.time.pass(65_000);
  const alive = server.socket.types.filter((type) => type === "keepalive");
  assertEquals(alive.length, 3);
});

Deno.test("CallStream.send() waits while the server is behind, or says so", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server);
  let room = 0;
  const send = () => stream.send(audio(800)).then(() => room++);
  server.socket.say({ type: "pause", reason: "too_fast", bufferedMs: 60_000 });
  send();
  await settled();
  assertEquals([room, server.socket.sizes], [0, []]);
  server.socket.say({ type: "continue" });
  await settled();
  assertEquals([room, server.socket.sizes], [1, [800]]);

  server.mood.answers = false;
  for (let second = 0; second < 30; second++) stream.send(audio(8_000));
  send();
  await settled();
  const sentMs = server.socket.audio.length / 8;
  assert(sentMs > 20_000 && sentMs < 30_000, `${sentMs} ms are on their way`);
  assertEquals(room, 1);
  assertEquals(stream.state, "live");
});

Deno.test("CallStream ends rather than keep more than it may", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server);
  server.mood.accepts = false;
  server.socket.break();
  await settled();
  const quarter = new Uint8Array(8 * 1_048_576);
  for (let i = 0; i < 4; i++) stream.send(quarter);
  assertEquals(stream.state, "reconnecting");
  assertEquals(await codeOf(stream.send(quarter)), "too_much_unsent");
  assertEquals(await codeOf(stream.ended), "too_much_unsent");
});

Deno.test("CallStream refuses what is no whole sample and goes on; after close() it takes nothing", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server, { encoding: "pcm_s16le" });
  await assertRejects(() => stream.send(new Uint8Array(3)), RangeError, "2 by");
  await stream.send(Int16Array.of(1, -1));
  await stream.send(Float32Array.of(0.5));
  const closed = stream.close();
  assertEquals(await codeOf(stream.send(audio(2))), "ended");
  assertEquals(await codeOf(stream.flush()), "ended");
  await closed;
  assertEquals(server.socket.audio, [1, 0, 255, 255, 0, 64]);
});

Deno.test("CallStream gives predictions to its listener instead, and ends if that throws", async () => {
  const server = new FakeServer();
  const heard: number[] = [];
  const { stream } = await dialled(server, {
    onPrediction: ({ index }) => {
      if (index === 3) throw new RangeError("enough");
      heard.push(index);
    },
  });
  await stream.send(audio(8_000));
  await assertRejects(() => stream.ended, RangeError, "enough");
  assertEquals(heard, [0, 1, 2]);
});

Deno.test("CallStream does not move once it has said all", async () => {
  const server = new FakeServer();
  const { stream } = await dialled(server);
  server.mood.answers = false;
  const closed = stream.close();
  await settled();
  server.socket.say({
    type: "migrate",
    reason: "server_stop",
    deadlineMs: 1_000,
  });
  await server.time.pass(1_000);
  assertEquals(server.sockets.length, 1);
  server.mood.answers = true;
  server.socket.hangUp(1001);
  await server.time.pass(1_000);
  assertEquals((await closed).reason, "client_close");
});

Deno.test("a stream that nobody waits for ends without ending the program", async () => {
  const server = new FakeServer();
  const stream = await openStream(URL_OF_IT, {
    ...MULAW,
    resume: false,
    environment: server.environment(),
  });
  stream.send(audio(1));
  stream.flush();
  stream.close();
  server.socket.break();
  await settled();
  stream.send(audio(1));
  await settled(); // an unheard rejection would have failed this test
  assertEquals(stream.state, "ended");
});
