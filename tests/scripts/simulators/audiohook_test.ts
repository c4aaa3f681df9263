/** Genesys's simulator against this server, and against servers that Genesys would refuse. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import { interleave } from "../../../src/audio/interleaved.ts";
import type { AudioFormat } from "../../../src/session/audio_format.ts";
import { AudiohookClient } from "../../../scripts/_simulators/audiohook_client.ts";
import { readGaps } from "../../../scripts/_simulators/audiohook_media.ts";
import { PlatformSocket } from "../../../scripts/_simulators/platform_socket.ts";
import { SIMULATORS } from "../../../scripts/_simulators/registry.ts";
import type { SimulatedCall } from "../../../scripts/_simulators/simulator.ts";
import { OPEN, SESSION_ID } from "../../protocol/audiohook/_messages.ts";
import { SECRET } from "../../server/_audiohook.ts";
import { AGENTS, serveAudiohook } from "../../server/_audiohook_socket.ts";
import { runSession, timeless } from "../../session/_fakes.ts";
import { speechLike } from "../../session/_signals.ts";

const RATE_HZ = 8_000;
const CUSTOMER = speechLike(4.1, RATE_HZ);
const AGENT = speechLike(4.1, RATE_HZ, { pitchHz: 210, seed: 2 });

function simulate(url: string, fields: Partial<SimulatedCall> = {}) {
  return SIMULATORS["audiohook"]!.run({
    audio: { sampleRateHz: RATE_HZ, channels: [CUSTOMER, AGENT] },
    url: url.replace("/v1/audiohook", ""),
    secret: SECRET.toString("base64"),
    origin: "wss://voice.example.com",
    lossPercent: 0,
    isReordered: false,
    rtf: 0,
    options: {},
    ...fields,
  });
}

/** What the native protocol finds in the same audio. */
async function native(format: Pick<AudioFormat, "encoding" | "channels">) {
  const voices = format.channels.length === 1 ? [CUSTOMER] : [CUSTOMER, AGENT];
  const bytes = encodeSamples(format.encoding, interleave(voices));
  const given = { ...format, sampleRateHz: RATE_HZ };
  return timeless((await runSession(given, [bytes])).predictions);
}

for (
  const [format, encoding] of [["PCMU", "mulaw"], ["L16", "pcm_s16le"]] as const
) {
  for (const isBoth of [false, true]) {
    const sides = isBoth ? "external+internal" : "external";
    Deno.test(`a call of AudioHook, ${sides} in ${format}, is heard as the native protocol hears it`, async () => {
      await using server = serveAudiohook({}, isBoth ? AGENTS : {});
      const line = await simulate(server.url, { options: { format } });
      assert(
        line.startsWith(`opened with ${sides} in ${format}, sent 21`),
        line,
      );
      await server.deps.registry.stop();
      const roles = isBoth
        ? ["customer", "agent"] as const
        : ["customer"] as const;
      const channels = roles.map((role) => ({ role }));
      assertEquals(
        timeless(server.sink.predictions),
        await native({ encoding, channels }),
      );
    });
  }
}

Deno.test("a call of AudioHook that is paused and loses audio goes on in its place", async () => {
  await using server = serveAudiohook();
  const options = { pause: "1-2", discard: "2.5-3.25" };
  const line = await simulate(server.url, { options });
  assert(line.includes("sent 13 messages"), line);
  await server.deps.registry.stop();
  const { predictions, ends } = server.sink;
  for (const { startMs, endMs } of predictions) {
    assert(endMs <= 1_000 || startMs >= 2_000, `${startMs} to ${endMs}`);
    assert(endMs <= 2_500 || startMs >= 3_250, `${startMs} to ${endMs}`);
  }
  assertEquals(predictions.at(-1)!.endMs, 4_100);
  assertEquals(ends[0]!.losses.leftOutMs, 1_750);
});

Deno.test("a connection probe of AudioHook is clean and leaves no call", async () => {
  await using server = serveAudiohook();
  const line = await simulate(server.url, { options: { probe: "1" } });
  assert(line.includes("sent 0 messages"), line);
  assertEquals([server.sink.calls, server.sink.refusals], [[], []]);
});

Deno.test("a call of AudioHook that may not be made is not clean", async () => {
  await using server = serveAudiohook();
  for (
    const fields of [
      { secret: undefined },
      { options: { key: "another-key-than-ours" } },
      { origin: "wss://other.example.com" },
    ]
  ) {
    await assertRejects(
      () => simulate(server.url, fields),
      Error,
      "unauthorized",
    );
  }
  for (
    const fields of [
      { lossPercent: 1 },
      { options: { format: "OPUS" } },
      { options: { pause: "2-1" } },
    ]
  ) {
    await assertRejects(() => simulate(server.url, fields), SyntaxError);
  }
});

Deno.test("readGaps() reads seconds, and nothing else", () => {
  assertEquals(readGaps("paused", ""), []);
  assertEquals(readGaps("paused", "0-1,2.5-3"), [
    { kind: "paused", firstSample: 0, endSample: 8_000 },
    { kind: "paused", firstSample: 20_000, endSample: 24_000 },
  ]);
});

type Say = (
  type: string,
  parameters?: object,
  fields?: object,
) => void;
type Answer = (
  message: { readonly type: string; readonly seq: number },
  say: Say,
  socket: WebSocket,
) => void;

/** Short times, so that who waits for nothing does not wait for long. */
const TIMING = { openedMs: 40, firstPingMs: 5, pingMs: 40, closedMs: 40 };

/** A session with a server that answers as it is told, up to its end or its fault. */
async function session(
  answer: Answer,
  work: (client: AudiohookClient) => Promise<void> = () => Promise.resolve(),
): Promise<AudiohookClient> {
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen() {},
  }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    let seq = 0;
    let clientseq = 0;
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      clientseq = message.seq;
      answer(
        message,
        (type, parameters = {}, fields = {}) =>
          socket.send(JSON.stringify({
            version: "2",
            id: SESSION_ID,
            type,
            seq: ++seq,
            clientseq,
            parameters,
            ...fields,
          })),
        socket,
      );
    };
    return response;
  });
  try {
    const socket = await PlatformSocket.dial(
      `ws://127.0.0.1:${server.addr.port}`,
    );
    using client = new AudiohookClient(
      socket,
      SESSION_ID,
      () => "PT0S",
      TIMING,
    );
    await client.open({ media: OPEN.media as never });
    await work(client);
    await client.close("end");
    return client;
  } finally {
    await server.shutdown();
  }
}

/** A server that does everything right. */
const RIGHT: Readonly<Record<string, (say: Say) => void>> = {
  open: (say) => say("opened", { media: [OPEN.media[1]] }),
  ping: (say) => say("pong"),
  close: (say) => say("closed"),
};

/** A server that is right but for some answers. */
const but = (
  answers: Readonly<Record<string, (say: Say, socket: WebSocket) => void>>,
): Answer =>
({ type }, say, socket) => (answers[type] ?? RIGHT[type])?.(say, socket);

const pings = async (client: AudiohookClient) => {
  while (client.counts.pongs < 2) await new Promise((r) => setTimeout(r, 1));
};

Deno.test("AudiohookClient is content with a server that is right", async () => {
  const events = [{ type: "emotion", data: {} }];
  const client = await session(
    but({
      close(say) {
        say("updated");
        say("reconnect", { info: "x" });
        say("event", { entities: events });
        say("closed");
      },
    }),
    pings,
  );
  assertEquals(client.counts, { pongs: 2, events: 1 });
});

Deno.test("AudiohookClient closes if the server asks it to, and is content", async () => {
  await session(but({
    open(say) {
      RIGHT["open"]!(say);
      say("disconnect", { reason: "completed" });
    },
  }));
});

/** What a server may not do, by the message that it does it at. */
const WRONG: readonly [string, Parameters<typeof but>[0], string][] = [
  ["never open", { open() {} }, 'say "opened" within 40 ms'],
  ["open with another medium", {
    open: (say) => say("opened", { media: [{ ...OPEN.media[1], rate: 1 }] }),
  }, "choose a medium of the offer"],
  ["open with two media", {
    open: (say) => say("opened", { media: OPEN.media }),
  }, "choose one medium"],
  ["open twice", {
    open(say) {
      RIGHT["open"]!(say);
      RIGHT["open"]!(say);
    },
  }, "open once"],
  ["leave a number out", {
    open: (say) => say("opened", { media: [] }, { seq: 2 }),
  }, "go on with seq 1"],
  ["repeat a number that was never sent", {
    open: (say) => say("opened", { media: [] }, { clientseq: 2 }),
  }, "repeat a clientseq"],
  ["be another session", {
    open: (say) => say("opened", { media: [] }, { id: OPEN.conversationId }),
  }, "repeat the session's id"],
  ["be another version", {
    open: (say) => say("opened", { media: [] }, { version: "1" }),
  }, 'be of version "2"'],
  ["say what is not JSON", { open: (_, socket) => socket.send("{") }, "JSON"],
  ["say what is no message", {
    open: (_, socket) => socket.send("[]"),
  }, "send messages of AudioHook"],
  ["say too much", {
    open: (_, socket) => socket.send("x".repeat(65_536)),
  }, "413"],
  ["send audio", {
    open: (_, socket) => socket.send(new Uint8Array(160)),
  }, "415"],
  ["hang up", { open: (_, socket) => socket.close() }, "not hang up"],
  ["say what no monitor knows", {
    open(say) {
      RIGHT["open"]!(say);
      say("playback_started");
    },
  }, "what a monitor knows"],
  ["refuse", {
    open: (say) => say("disconnect", { reason: "error", info: "400 no" }),
  }, '"error", 400 no'],
  ["close without being asked", {
    open(say) {
      RIGHT["open"]!(say);
      say("closed");
    },
  }, "wait for close"],
  ["answer no ping", { ping() {} }, 'say "pong" before the next ping'],
  ["answer another ping", {
    ping: (say) => say("pong", {}, { clientseq: 1 }),
  }, "answer the ping 2"],
  ["answer a ping twice", {
    ping(say) {
      say("pong", {}, { clientseq: 2 });
      say("pong", {}, { clientseq: 2 });
    },
  }, "the ping 3"],
  ["send an event before the first pong", {
    open(say) {
      RIGHT["open"]!(say);
      say("event", { entities: [{ type: "emotion", data: {} }] });
    },
  }, "after the first pong"],
  ["send an event of nothing", {
    ping(say) {
      say("pong");
      say("event", { entities: [] });
    },
  }, "events with entities"],
  ["send an event without type", {
    ping(say) {
      say("pong");
      say("event", { entities: [{ data: {} }] });
    },
  }, "a type and data"],
  ["never close", { close() {} }, 'say "closed" within 40 ms'],
  ["say more after closed", {
    close(say) {
      say("closed");
      say("updated");
    },
  }, "silent after closed"],
];

for (const [name, answers, words] of WRONG) {
  Deno.test(`AudiohookClient does not let a server ${name}`, async () => {
    const isOfPing = "ping" in answers;
    await assertRejects(
      () => session(but(answers), isOfPing ? pingsUntilFault : undefined),
      Error,
      words,
    );
  });
}

/** Goes on until the server has done wrong. */
async function pingsUntilFault(client: AudiohookClient): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (client.isClosing) return;
  }
}
