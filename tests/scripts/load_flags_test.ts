import { assert, assertEquals, assertThrows } from "@std/assert";
import { readCall, readFlags } from "../../scripts/_load_flags.ts";
import { withWav } from "./_programs.ts";

Deno.test("readFlags() asks for a telephone's load on a server of its own", () => {
  assertEquals(readFlags([]), {
    shape: {
      sessions: 100,
      durationMs: 30_000,
      rampMs: 5_000,
      settleMs: 4_000,
      inStep: false,
      lifetimeMs: undefined,
    },
    manner: { encoding: "mulaw", chunkMs: 20, rateHz: undefined },
    file: undefined,
    url: undefined,
    key: undefined,
    pins: undefined,
    findsLimit: false,
    json: false,
  });
});

Deno.test("readFlags() takes every flag", () => {
  const args = "--sessions 300 --duration 60 --ramp 0.5 --settle 2 --in-step " +
    "--churn 20 --encoding pcm_s16le --rate 16000 --chunk-ms 40 " +
    "--file call.wav --key k-1 --pin 0,1 --json";
  assertEquals(readFlags(args.split(" ")), {
    shape: {
      sessions: 300,
      durationMs: 60_000,
      rampMs: 500,
      settleMs: 2_000,
      inStep: true,
      lifetimeMs: 20_000,
    },
    manner: { encoding: "pcm_s16le", chunkMs: 40, rateHz: 16_000 },
    file: "call.wav",
    url: undefined,
    key: "k-1",
    pins: { server: 0, generator: 1 },
    findsLimit: false,
    json: true,
  });
  const elsewhere = readFlags(["--url", "wss://there/v1", "--find-limit"]);
  assertEquals([elsewhere.url, elsewhere.findsLimit], ["wss://there/v1", true]);
  const { url } = readFlags(["--url", "http://127.0.0.1:8000"]);
  assertEquals(url, "ws://127.0.0.1:8000/v1/stream");
});

const REFUSED: [args: string, part: string][] = [
  ["--sessions 0", "--sessions must be a whole number from 1 on"],
  ["--duration 0", "--duration must be a number from 0.1 on"],
  ["--ramp soon", "--ramp must be a number from 0 on"],
  ["--settle -1", "--settle"],
  ["--churn 0.5", "--churn must be a number from 1 on"],
  ["--encoding opus", '"opus"'],
  ["--rate 8e3", '"8e3"'],
  ["--chunk-ms 0", "--chunk-ms must be a number from 1 on"],
  ["--pin 0", "--pin must name two cores"],
  [
    "--url here",
    "--url must be that of a server, such as http://127.0.0.1:8000",
  ],
  ["--pin 0,1 --url ws://here", "--pin and --url must not be given together"],
  ["--find-limit --churn 9", "--find-limit and --churn must not be given"],
  ["--bogus", "--bogus"],
  ["call.wav", "call.wav"],
];

for (const [args, part] of REFUSED) {
  Deno.test(`readFlags() refuses ${args}`, () => {
    assertThrows(() => readFlags(args.split(" ")), Error, part);
  });
}

Deno.test("readCall() speaks with the made voice at the rate that is asked for", async () => {
  const { open, chunks, chunkMs } = await readCall(readFlags([]));
  assertEquals([open.encoding, open.sampleRateHz], ["mulaw", 8_000]);
  assertEquals([chunks.length, chunks[0]!.length, chunkMs], [500, 160, 20]);
  const wide = await readCall(readFlags(["--rate", "16000"]));
  assertEquals([wide.open.sampleRateHz, wide.chunks[0]!.length], [16_000, 320]);
});

Deno.test("readCall() takes a recording, with a role for each of its channels", async () => {
  const recording = {
    sampleRateHz: 8_000,
    channels: [new Float32Array(800), new Float32Array(800).fill(0.5)],
  };
  await withWav(recording, async (path) => {
    const { open, chunks } = await readCall(readFlags(["--file", path]));
    assertEquals(open.channels, [{ role: "customer" }, { role: "agent" }]);
    assertEquals([chunks.length, chunks[0]!.length], [5, 320]);
    assert(chunks[0]![0] !== chunks[0]![1]);
  });
});
