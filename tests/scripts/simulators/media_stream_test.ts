/** The simulators of Twilio's family against this server, and against servers that a platform would refuse. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import type { AudioEncoding } from "../../../src/protocol/native/messages.ts";
import { DIALECT_NAMES } from "../../../src/protocol/twilio/dialects.ts";
import { wireRoutes } from "../../../src/server/wire_routes.ts";
import type { WireSettings } from "../../../src/server/wire_settings.ts";
import { SIMULATORS } from "../../../scripts/_simulators/registry.ts";
import type {
  CallWatch,
  SimulatedCall,
  Speech,
} from "../../../scripts/_simulators/simulator.ts";
import { resampled } from "../../../src/training/whole_signal.ts";
import { appDeps, serve } from "../../server/_server.ts";
import { runSession, timeless } from "../../session/_fakes.ts";
import { speechLike } from "../../session/_signals.ts";
import type { RecordingSink } from "../../session/_calls.ts";

const RATE_HZ = 8_000;
const SPEECH = speechLike(4, RATE_HZ);
const SETTINGS: WireSettings = {
  served: DIALECT_NAMES,
  isOpen: false,
  publicOrigin: "wss://voice.example.com",
  credential: "correct-horse-battery",
  twilioAuthToken: "a token",
};

/** A server of the whole family, and what its sink hears. */
function family(settings: WireSettings = SETTINGS) {
  const { deps, sink } = appDeps();
  const server = serve({ ...deps, wires: wireRoutes(settings) });
  return {
    url: `ws://127.0.0.1:${server.port}`,
    sink,
    /** A platform that just hangs up does not wait for the answers to its tail. */
    answered: () => deps.registry.stop(),
    [Symbol.asyncDispose]: async () => {
      await deps.registry.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

function call(url: string, fields: Partial<SimulatedCall> = {}): SimulatedCall {
  return {
    audio: { sampleRateHz: RATE_HZ, channels: [SPEECH] },
    url,
    credential: SETTINGS.credential,
    secret: SETTINGS.twilioAuthToken,
    origin: SETTINGS.publicOrigin,
    lossPercent: 0,
    isReordered: false,
    rtf: 0,
    options: {},
    ...fields,
  };
}

/** The settings of each platform's simulator, and what it then sends. */
const CODECS: readonly [
  string,
  Readonly<Record<string, string>>,
  AudioEncoding,
  number,
][] = [
  ["twilio", {}, "mulaw", 8_000],
  ["signalwire", {}, "mulaw", 8_000],
  ["signalwire", { codec: "L16@24000h" }, "pcm_s16le", 24_000],
  ["telnyx", {}, "mulaw", 8_000],
  ["telnyx", { codec: "PCMA" }, "alaw", 8_000],
  ["plivo", {}, "pcm_s16le", 8_000],
  ["plivo", { contentType: "audio/x-l16;rate=16000" }, "pcm_s16le", 16_000],
  ["plivo", { contentType: "audio/x-mulaw;rate=8000" }, "mulaw", 8_000],
  ["exotel", {}, "pcm_s16le", 8_000],
  ["exotel", { rate: "24000" }, "pcm_s16le", 24_000],
];

for (const [platform, options, encoding, rateHz] of CODECS) {
  const manner = Object.values(options).join() || "its defaults";

  Deno.test(`a call of ${platform} with ${manner} is heard as the native protocol hears it`, async () => {
    await using server = family();
    const line = await SIMULATORS[platform]!.run(call(server.url, { options }));
    assert(line.includes("nothing came back"), line);
    const samples = rateHz === RATE_HZ
      ? SPEECH
      : resampled(SPEECH, RATE_HZ, rateHz);
    const format = {
      encoding,
      sampleRateHz: rateHz,
      channels: [{ role: "customer" as const }],
    };
    const bytes = encodeSamples(encoding, samples.subarray(0, 4 * rateHz));
    const native = await runSession(format, [bytes]);
    await server.answered();
    assert(native.predictions.length > 5);
    assertEquals(
      timeless(server.sink.predictions),
      timeless(native.predictions),
    );
  });
}

/** What a server of its own hears of one call. */
async function heard(
  platform: string,
  fields: Partial<SimulatedCall>,
): Promise<RecordingSink> {
  await using server = family();
  await SIMULATORS[platform]!.run(call(server.url, fields));
  await server.answered();
  return server.sink;
}

function positions({ predictions }: RecordingSink): string[] {
  return predictions.map(({ index, startMs, endMs }) =>
    [index, startMs, endMs].join()
  );
}

for (const platform of DIALECT_NAMES) {
  Deno.test(`a call of ${platform} on a bad network moves no window`, async () => {
    const good = await heard(platform, {});
    const bad = await heard(platform, { lossPercent: 2, isReordered: true });
    assertEquals(positions(bad), positions(good));
    const { losses } = bad.ends[0]!;
    assertEquals([losses.lateChunks, losses.repeatedChunks], [0, 0]);
    assert(losses.silenceMs > 0);
  });

  Deno.test(`a call of ${platform} that may not pass fails before it has begun`, async () => {
    await using server = family();
    await assertRejects(
      () =>
        SIMULATORS[platform]!.run(
          call(server.url, { credential: "wrong", secret: "wrong" }),
        ),
      Error,
      "403",
    );
    assertEquals(server.sink.calls, []);
    assertEquals(server.sink.refusals.map(({ code }) => code), ["forbidden"]);
  });
}

Deno.test("a call of twilio carries roles, and both voices", async () => {
  await using server = family();
  const audio = {
    sampleRateHz: RATE_HZ,
    channels: [SPEECH, speechLike(4, RATE_HZ, { seed: 7 })],
  };
  await SIMULATORS.twilio!.run(call(server.url, {
    audio,
    options: { roles: "inbound=agent,outbound=customer" },
  }));
  const [started] = server.sink.calls;
  assertEquals(started!.channels.map(({ direction }) => direction), [
    "outbound",
  ]);
  assertEquals(server.sink.ends[0]!.losses.unreadChunks, 200);
});

for (const platform of DIALECT_NAMES) {
  Deno.test(`calls of ${platform} have names of their own, and tell what they say`, async () => {
    await using server = family();
    const speeches: Speech[] = [];
    const watch: CallWatch = {
      spoke: (speech) => speeches.push(speech),
      sent: () => {},
    };
    for (const number of [0, 1]) {
      await SIMULATORS[platform]!.run(call(server.url, { number, watch }));
    }
    await server.answered();
    const { calls } = server.sink;
    assertEquals(
      calls.map(({ callId }) => callId),
      speeches.map(({ callId }) => callId),
    );
    assertEquals(new Set(calls.map(({ callId }) => callId)).size, 2);
    assertEquals(new Set(calls.map(({ streamId }) => streamId)).size, 2);
    assertEquals(speeches.map(({ audioMs }) => audioMs), [4_000, 4_000]);
  });
}

Deno.test("a call of twilio tells when each position is due", async () => {
  await using server = family();
  const due: number[] = [];
  const lateMs: number[] = [];
  await SIMULATORS.twilio!.run(call(server.url, {
    audio: { sampleRateHz: RATE_HZ, channels: [SPEECH.subarray(0, RATE_HZ)] },
    rtf: 4,
    watch: {
      spoke: ({ dueMs }) => due.push(...[0, 20, 20.1, 985].map(dueMs)),
      sent: (ms) => lateMs.push(ms),
    },
  }));
  const [first, ...others] = due;
  assertEquals(others.map((ms) => Math.round(ms - first!)), [0, 5, 245]);
  assertEquals(lateMs.length, 50);
  assert(Math.min(...lateMs) > -1.1, `${Math.min(...lateMs)} ms`);
});

/** A server that does something to every socket. */
async function withServer(
  act: (socket: WebSocket) => void,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => {
      const { socket, response } = Deno.upgradeWebSocket(request);
      act(socket);
      return response;
    },
  );
  try {
    await work(`ws://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

/** Does something when the stream has stopped. */
function whenStopped(act: (socket: WebSocket) => void) {
  return (socket: WebSocket) => {
    socket.onmessage = ({ data }) => {
      if (JSON.parse(data).event === "stop") act(socket);
    };
  };
}

for (
  const [name, act, part] of [
    [
      "sends a message on a one-way stream",
      whenStopped((socket) => {
        socket.send('{"event":"mark"}');
        socket.close(1000);
      }),
      "must be silent: 1 came",
    ],
    [
      "closes with a fault",
      whenStopped((socket) => socket.close(1008, "role_refused")),
      "1008 role_refused",
    ],
    [
      "hangs up in the midst of the call",
      (socket: WebSocket) => socket.onmessage = () => socket.close(1000),
      "must not hang up: it has, with 1000",
    ],
  ] as const
) {
  Deno.test(`a call of twilio is not clean if the server ${name}`, async () => {
    await withServer(act, async (url) => {
      await assertRejects(
        () => SIMULATORS.twilio!.run(call(url, { rtf: 20 })),
        Error,
        part,
      );
    });
  });
}

Deno.test("simulators refuse settings that their platforms do not have", async () => {
  const url = "ws://127.0.0.1:1";
  for (
    const [platform, fields, part] of [
      ["twilio", { url: `${url}/?token=1` }, "no query"],
      ["twilio", { options: { tracks: "all" } }, "inbound, outbound or both"],
      ["twilio", { options: { tracks: "both" } }, "must have a voice"],
      ["signalwire", { options: { codec: "OPUS" } }, "L16@16000h"],
      ["telnyx", { options: { codec: "OPUS" } }, "PCMU or PCMA"],
      ["plivo", { options: { contentType: "mp3" } }, "audio/x-l16;rate=16000"],
      ["exotel", { options: { rate: "11025" } }, "24000"],
    ] as const
  ) {
    await assertRejects(
      async () => await SIMULATORS[platform]!.run(call(url, fields)),
      SyntaxError,
      part,
    );
  }
});
