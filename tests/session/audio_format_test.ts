import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import {
  assertWhole,
  type AudioFormat,
  audioReaderFor,
  bytesPerTick,
  createAudioReader,
  durationMs,
  tickCount,
} from "../../src/session/audio_format.ts";

const MONO: AudioFormat = {
  encoding: "mulaw",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }],
};
const STEREO: AudioFormat = {
  encoding: "pcm_f32le",
  sampleRateHz: 44_100,
  channels: [{ role: "customer" }, { role: "agent" }],
};

Deno.test("bytesPerTick() counts one sample of every channel", () => {
  assertEquals(bytesPerTick(MONO), 1);
  assertEquals(bytesPerTick(STEREO), 8);
});

Deno.test("tickCount() and durationMs() measure bytes", () => {
  assertEquals(tickCount(160, MONO), 160);
  assertEquals(durationMs(160, MONO), 20);
  assertEquals(tickCount(44_100 * 8, STEREO), 44_100);
  assertEquals(durationMs(44_100 * 8, STEREO), 1_000);
});

Deno.test("durationMs() is exact after an hour and a sample", () => {
  assertEquals(durationMs((3_600 * 44_100 + 1) * 8, STEREO), 3_600_000.023);
});

Deno.test("assertWhole() takes whole samples of all channels only", () => {
  assertWhole(new Uint8Array(16), STEREO);
  for (const bytes of [1, 4, 7, 9, 12]) {
    const { code, message } = assertThrows(
      () => assertWhole(new Uint8Array(bytes), STEREO),
      ProtocolError,
    );
    assertEquals(code, "bad_audio");
    assertStringIncludes(message, `current value is ${bytes} bytes`);
  }
});

Deno.test("createAudioReader() parts the channels", () => {
  const read = createAudioReader(STEREO);
  const samples = Float32Array.of(0.1, -0.1, 0.2, -0.2);
  assertEquals(
    read(new Uint8Array(samples.buffer)).map((channel) => [...channel]),
    [
      [...Float32Array.of(0.1, 0.2)],
      [...Float32Array.of(-0.1, -0.2)],
    ],
  );
});

for (const amplitude of [NaN, Infinity, -Infinity, 1e30]) {
  Deno.test(`createAudioReader() refuses the amplitude ${amplitude} as bad_audio`, () => {
    const read = createAudioReader(STEREO);
    const bytes = new Uint8Array(Float32Array.of(0, amplitude).buffer);
    const { code, message } = assertThrows(() => read(bytes), ProtocolError);
    assertEquals(code, "bad_audio");
    assertStringIncludes(message, `${Math.fround(amplitude)}`);
  });
}

Deno.test("audioReaderFor() lends calls of one format one reader, others another", () => {
  const alike = { ...STEREO, sampleRateHz: 48_000 };
  assert(audioReaderFor(alike) === audioReaderFor(STEREO));
  const others: AudioFormat[] = [
    { ...STEREO, encoding: "mulaw" },
    { ...STEREO, channels: STEREO.channels.slice(1) },
  ];
  for (const other of others) {
    assert(audioReaderFor(other) !== audioReaderFor(STEREO));
  }
});
