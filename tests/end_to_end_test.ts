/** The program as a stranger starts it: own processes, real sockets, the shipped model. */
import { assert, assertEquals } from "@std/assert";
import { encodeWav } from "../src/audio/wav.ts";
import { resampled } from "../src/training/whole_signal.ts";
import type {
  ClientMessage,
  Closed,
  Prediction,
  ServerMessage,
} from "../src/protocol/native/messages.ts";
import { startProgram } from "./_program.ts";
import { encodeSamples } from "../src/audio/sample_encoder.ts";
import {
  chunks,
  concat,
  pcm16,
  silence,
  speechLike,
} from "./session/_signals.ts";

const ROOT = new URL("../", import.meta.url);
const RATE_HZ = 16_000;
const RECORDING = concat(silence(0.5), speechLike(5), silence(1.3));

function program(
  name: string,
  args: string[],
  env: Record<string, string> = {},
) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", name, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", RECORDS: "off", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function withServer(act: (url: string) => Promise<void>): Promise<void> {
  const server = await startProgram({ RECORDS: "off" });
  try {
    await act(server.httpUrl);
  } finally {
    assertEquals(await server.stop(), 0);
  }
}

type Format = Pick<
  Extract<ClientMessage, { type: "open" }>,
  "encoding" | "sampleRateHz" | "channels"
>;

const PCM: Format = {
  encoding: "pcm_s16le",
  sampleRateHz: RATE_HZ,
  channels: [{ role: "customer" }],
};

/** Streams bytes as fast as they go, and gathers every message until the socket closes. */
async function stream(
  url: string,
  parts: Iterable<Uint8Array>,
  format: Format = PCM,
): Promise<ServerMessage[]> {
  const messages: ServerMessage[] = [];
  const socket = new WebSocket(`${url.replace("http", "ws")}/v1/stream`);
  const closed = new Promise<void>((resolve) =>
    socket.onclose = () => resolve()
  );
  socket.onmessage = ({ data }) => messages.push(JSON.parse(data));
  await new Promise((resolve) => socket.onopen = resolve);
  socket.send(JSON.stringify({ type: "open", version: 1, ...format }));
  for (const part of parts) socket.send(part);
  socket.send(JSON.stringify({ type: "close" }));
  await closed;
  return messages;
}

function predictionsOf(messages: readonly unknown[]): Prediction[] {
  return (messages as ServerMessage[])
    .filter((message) => message.type === "prediction");
}

/** A prediction without what the pace of sending decides. */
function timeless({ bufferedMs: _, ...prediction }: Prediction) {
  return prediction;
}

async function withFile(
  bytes: Uint8Array,
  act: (path: string) => Promise<void>,
) {
  const path = await Deno.makeTempFile({ suffix: ".wav" });
  try {
    await Deno.writeFile(path, bytes);
    await act(path);
  } finally {
    await Deno.remove(path);
  }
}

function lines(output: Uint8Array): unknown[] {
  return new TextDecoder().decode(output).trim().split("\n")
    .map((line) => JSON.parse(line));
}

Deno.test("the same recording gives the same windows streamed in any chunks, posted, and on the command line", async () => {
  const wav = encodeWav({ sampleRateHz: RATE_HZ, channels: [RECORDING] });
  await withServer(async (url) => {
    const response = await fetch(`${url}/v1/classify`, {
      method: "POST",
      body: wav,
    });
    assertEquals(response.status, 200);
    const posted = await response.json();
    const expected = posted.predictions.map(timeless);
    assert(expected.some(({ label }: Prediction) => label !== null));
    assertEquals(expected.at(-1).endMs, 6_800);

    for (const chunkSamples of [1, 320, RATE_HZ]) {
      const parts = chunks(pcm16(RECORDING), [2 * chunkSamples]);
      const messages = await stream(url, parts);
      assertEquals(predictionsOf(messages).map(timeless), expected);
      const closed = messages.at(-1) as Closed;
      assertEquals(closed.type, "closed");
      assertEquals(closed.summary, posted.summary);
    }

    await withFile(wav, async (path) => {
      const offline = await program("scripts/classify.ts", [path, "--json"])
        .output();
      assertEquals(offline.code, 0);
      assertEquals(
        predictionsOf(lines(offline.stdout)).map(timeless),
        expected,
      );

      const target = `${url.replace("http", "ws")}/v1/stream`;
      const streamed = await program("scripts/stream.ts", [
        path,
        "--json",
        "--rtf=0",
        `--url=${target}`,
      ]).output();
      assertEquals(streamed.code, 0);
      assertEquals(
        predictionsOf(lines(streamed.stdout)).map(timeless),
        expected,
      );
    });
  });
});

Deno.test("8 kHz mu-law and 48 kHz stereo float of one recording agree in nearly all windows", async () => {
  const telephone = resampled(RECORDING, RATE_HZ, 8_000);
  const mulaw = encodeSamples("mulaw", telephone);
  const studio = resampled(RECORDING, RATE_HZ, 48_000);
  const stereo = new Float32Array(2 * studio.length);
  studio.forEach((sample, i) => stereo.fill(sample, 2 * i, 2 * i + 2));

  await withServer(async (url) => {
    const byPhone = predictionsOf(
      await stream(url, chunks(mulaw, [160]), {
        ...PCM,
        encoding: "mulaw",
        sampleRateHz: 8_000,
      }),
    );
    const byStudio = predictionsOf(
      await stream(url, chunks(new Uint8Array(stereo.buffer), [7_680]), {
        encoding: "pcm_f32le",
        sampleRateHz: 48_000,
        channels: [{ role: "customer" }, { role: "agent" }],
      }),
    );
    const [left, right] = [0, 1].map((channel) =>
      byStudio.filter((prediction) => prediction.channel === channel)
    );
    const heard = (predictions: Prediction[]) =>
      predictions.map(({ startMs, endMs, state, label, posterior }) => ({
        startMs,
        endMs,
        state,
        label,
        posterior,
      }));
    assertEquals(heard(left!), heard(right!));
    assertEquals(
      byPhone.map(({ startMs, endMs }) => [startMs, endMs]),
      left!.map(({ startMs, endMs }) => [startMs, endMs]),
    );
    const agreeing = byPhone.filter(({ label }, i) =>
      label === left![i]!.label
    );
    assert(
      agreeing.length >= 0.9 * byPhone.length,
      `${agreeing.length} of ${byPhone.length} windows agree`,
    );
  });
});

Deno.test("a server told to stop answers what it has, says why, and exits with 0", async () => {
  const server = await startProgram({ RECORDS: "off" });
  const socket = new WebSocket(`${server.wsUrl}/v1/stream`);
  const messages: ServerMessage[] = [];
  const heard = Promise.withResolvers<void>();
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  socket.onmessage = ({ data }) => {
    messages.push(JSON.parse(data));
    if (messages.at(-1)!.type === "flushed") heard.resolve();
  };
  socket.onopen = () => {
    socket.send(JSON.stringify({ type: "open", version: 1, ...PCM }));
    socket.send(pcm16(speechLike(2)));
    socket.send(JSON.stringify({ type: "flush", id: 1 }));
  };
  await heard.promise;
  assertEquals(await server.stop(), 0);
  assertEquals((await closed).code, 1001);
  const last = messages.at(-1) as Closed;
  assertEquals([last.type, last.reason], ["closed", "server_stop"]);
  assertEquals(last.totals.audioMs, 2_000);
});

Deno.test("a file that is no WAV gets one line and exit code 1 from every program", async () => {
  await withFile(new TextEncoder().encode("hello"), async (path) => {
    for (const name of ["scripts/classify.ts", "scripts/stream.ts"]) {
      const { code, stdout, stderr } = await program(name, [path]).output();
      assertEquals([name, code, stdout.length], [name, 1, 0]);
      assertEquals(
        new TextDecoder().decode(stderr).trim().split("\n").length,
        1,
      );
    }
  });
});
