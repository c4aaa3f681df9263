import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import { OPEN_GATE } from "../../src/server/access/gate.ts";
import { appDeps, serve } from "../server/_server.ts";
import { answers, PREDICTION, withFakeServer } from "./_fake_server.ts";
import { runScript, withWav } from "./_programs.ts";

/** Half a second of two channels that differ. */
const RECORDING = {
  sampleRateHz: 8_000,
  channels: [0.25, -0.5].map((level) =>
    Float32Array.from({ length: 4_000 }, (_, i) => level * Math.sin(i / 9))
  ),
};

/** Its channels as the file holds them, one sample of each by turns. */
function interleaved(): Float32Array {
  const [left, right] = RECORDING.channels;
  const sixteenBits = (x: number) => Math.round(x * 32_768) / 32_768;
  return Float32Array.from(
    { length: 8_000 },
    (_, i) => sixteenBits((i % 2 ? right : left)![i >> 1]!),
  );
}

Deno.test("stream sends the file's samples in chunks, and prints each message as a line", async () => {
  await withFakeServer(async (url, heard) => {
    const { code, lines, errors } = await withWav(
      RECORDING,
      (path) =>
        runScript("stream", [path, "--url", url, "--rtf", "20", "--json"]),
    );
    assertEquals([code, errors], [0, ""]);
    assertEquals(
      lines.map((line) => JSON.parse(line).type),
      ["opened", "prediction", "closed"],
    );
    assertEquals(JSON.parse(lines[1]!), PREDICTION);
    assertEquals(heard.texts, [
      {
        type: "open",
        version: 1,
        encoding: "pcm_s16le",
        sampleRateHz: 8_000,
        channels: [{ role: "customer" }, { role: "agent" }],
        resumable: true,
      },
      { type: "close" },
    ]);
    assertEquals(heard.sizes, new Array(25).fill(2 * 2 * 160));
    assertEquals(heard.bytes, [...encodeSamples("pcm_s16le", interleaved())]);
  });
});

Deno.test("stream takes encoding, chunk and roles from its flags, and shows a line a prediction", async () => {
  await withFakeServer(async (url, heard) => {
    const flags = "--rtf 0 --encoding mulaw --chunk-ms 300 --roles agent,mixed";
    const { code, lines } = await withWav(
      RECORDING,
      (path) => runScript("stream", [path, "--url", url, ...flags.split(" ")]),
    );
    assertEquals(code, 0);
    assertStringIncludes(lines[0]!, "model fake");
    assert(
      lines.some((line) => /happy +█+.*62 %/.test(line)),
      lines.join("\n"),
    );
    const [open] = heard.texts;
    assert(open?.type === "open");
    assertEquals(open.channels, [{ role: "agent" }, { role: "mixed" }]);
    assertEquals(heard.sizes, [4_800, 3_200]);
    assertEquals(heard.bytes, [...encodeSamples("mulaw", interleaved())]);
  });
});

Deno.test("stream ends with the server's error in one line", async () => {
  await withFakeServer(async (url) => {
    const { code, errors } = await withWav(
      RECORDING,
      (path) => runScript("stream", [path, "--url", url]),
    );
    assertEquals([code, errors], [
      1,
      "overloaded: Cannot hear one more call\n",
    ]);
  }, (message) =>
    message.type === "open"
      ? [{
        type: "error",
        code: "overloaded",
        message: "Cannot hear one more call",
      }]
      : answers(message));
});

Deno.test("stream says in one line why it cannot begin", async () => {
  await withWav(RECORDING, async (path) => {
    const faults: [string[], string][] = [
      [[], "one WAV file must be named"],
      [["no such.wav"], "no such.wav: No such file"],
      [["deno.json"], 'must begin with "RIFF"'],
      [[path, "--rtf", "fast"], "--rtf must be a number from 0 on"],
      [[path, "--encoding", "opus"], '"opus"'],
      [[path, "--roles", "agent"], "each of 2 channels"],
      [[path, "--chunk-ms", "1e6"], "1048576 bytes"],
      [[path, "--rate", "7"], "current value is 7"],
      [[path, "--url", "ws://127.0.0.1:9/v1/stream"], "Cannot reach ws://"],
      [[path, "--bogus"], "--bogus"],
    ];
    const outcomes = await Promise.all(
      faults.map(([args]) => runScript("stream", args)),
    );
    outcomes.forEach(({ code, lines, errors }, i) => {
      assertEquals([code, lines], [1, []], errors);
      assertStringIncludes(errors, faults[i]![1]);
      assertEquals(errors.trimEnd().split("\n").length, 1, errors);
    });
  });
});

Deno.test("stream explains itself", async () => {
  const { code, lines } = await runScript("stream", ["--help"]);
  assertEquals(code, 0);
  assertStringIncludes(lines.join("\n"), "--chunk-ms");
});

/** Accepts one socket, and is gone once it has heard something. */
async function hangUp(listener: Deno.TcpListener): Promise<void> {
  const connection = await listener.accept();
  const buffer = new Uint8Array(4096);
  const length = await connection.read(buffer);
  const request = new TextDecoder().decode(buffer.subarray(0, length!));
  const [, key] = /sec-websocket-key: (\S+)/i.exec(request)!;
  const text = `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`; // RFC 6455, 1.3
  const hash = await crypto.subtle.digest(
    "SHA-1",
    new TextEncoder().encode(text),
  );
  const answer = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${
      btoa(String.fromCharCode(...new Uint8Array(hash)))
    }`,
  ];
  await connection.write(
    new TextEncoder().encode(answer.join("\r\n") + "\r\n\r\n"),
  );
  await connection.read(buffer);
  connection.close();
}

Deno.test("stream says in one line that a server that was there is gone", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `ws://127.0.0.1:${listener.addr.port}/`;
  const audio = { sampleRateHz: 8_000, channels: [new Float32Array(800)] };
  await withWav(audio, async (path) => {
    const [{ code, errors }] = await Promise.all([
      runScript("stream", [path, "--url", url]),
      hangUp(listener),
    ]);
    assertEquals(code, 1);
    assertEquals(errors.trim().split("\n").length, 1);
    assertStringIncludes(errors, "broke the connection");
  });
});

Deno.test("stream presents the key of its flag or of the environment", async () => {
  const offered: (string | undefined)[] = [];
  const { deps } = appDeps();
  await using server = serve({
    ...deps,
    gate: {
      admit(c, ...scopes) {
        offered.push(c.req.header("sec-websocket-protocol"));
        return OPEN_GATE.admit(c, ...scopes);
      },
    },
  });
  await withWav(RECORDING, async (path) => {
    const args = [path, "--url", server.streamUrl, "--rtf", "0"];
    const keyed = await runScript("stream", [...args, "--key", "k-1"]);
    assertEquals([keyed.code, keyed.errors], [0, ""]);
    Deno.env.set("UNDERTONE_KEY", "k-2");
    try {
      assertEquals((await runScript("stream", args)).code, 0);
    } finally {
      Deno.env.delete("UNDERTONE_KEY");
    }
  });
  assertEquals(offered, [
    "undertone.v1, undertone.key.k-1",
    "undertone.v1, undertone.key.k-2",
  ]);
});
