import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeWav, encodeWav } from "../../src/audio/wav.ts";
import { golden, numbers } from "./_golden.ts";
import { chirp, noise } from "./_signals.ts";
import { bytesOf, wavOf } from "./_wav.ts";

for (const { name, sampleRateHz, file, samples } of golden.wav) {
  Deno.test(`decodeWav() reads Python's ${name} exactly`, () => {
    const audio = decodeWav(Uint8Array.fromBase64(file));
    const count = audio.channels[0]!.length;
    const interleaved = Array.from(
      { length: count * audio.channels.length },
      (_, i) =>
        audio
          .channels[i % audio.channels.length]![
            Math.floor(i / audio.channels.length)
          ],
    );
    assertEquals(audio.sampleRateHz, sampleRateHz);
    assertEquals(interleaved, numbers(samples).map(Math.fround));
  });
}

for (const [tag, law] of [[6, "alaw"], [7, "mulaw"]] as const) {
  Deno.test(`decodeWav() reads ${law}, in stereo too`, () => {
    const data = Uint8Array.of(0, 255, 100, 200);
    const expected = numbers(golden.g711[law].decoded);
    const { channels } = decodeWav(
      wavOf({ tag, bitsPerSample: 8, channelCount: 2, data }),
    );
    assertEquals(
      channels.map((samples) => [...samples].map((x) => x * 32_768)),
      [[expected[0], expected[100]], [expected[255], expected[200]]],
    );
  });
}

Deno.test("decodeWav() reads extensible formats", () => {
  const formatExtension = [
    22,
    0,
    24,
    0,
    4,
    0,
    0,
    0,
    1,
    ...new Array(15).fill(0),
  ];
  const data = Uint8Array.of(0, 0, 0x40);
  const { channels } = decodeWav(
    wavOf({ tag: 0xfffe, bitsPerSample: 24, formatExtension, data }),
  );
  assertEquals(channels, [Float32Array.of(0.5)]);
});

Deno.test("decodeWav() drops part of a sample at the end", () => {
  const data = Uint8Array.of(0, 0x40, 0, 0x40, 7);
  assertEquals(decodeWav(wavOf({ data })).channels, [
    Float32Array.of(0.5, 0.5),
  ]);
  assertEquals(decodeWav(wavOf({ channelCount: 2, data })).channels, [
    Float32Array.of(0.5),
    Float32Array.of(0.5),
  ]);
});

Deno.test("decodeWav() reads a file of unknown length, as a pipe leaves it", () => {
  const data = Uint8Array.of(0, 0x40, 0, 0xc0);
  const file = wavOf({ data, dataSize: 0xffff_ffff, riffSize: 0xffff_ffff });
  assertEquals(decodeWav(file).channels, [Float32Array.of(0.5, -0.5)]);
});

Deno.test("encodeWav() and decodeWav() give back 16-bit samples", () => {
  const audio = {
    sampleRateHz: 22_050,
    channels: [chirp(22_050, 500), chirp(22_050, 500).reverse()],
  };
  assertEquals(decodeWav(encodeWav(audio)), audio);
});

Deno.test("encodeWav() writes the bytes of the standard", () => {
  assertEquals(
    encodeWav({ sampleRateHz: 8_000, channels: [Float32Array.of(0.5, -1)] }),
    wavOf({ data: Uint8Array.of(0, 0x40, 0, 0x80) }),
  );
});

Deno.test("decodeWav() gives channels of their own", () => {
  const file = wavOf({ tag: 7, bitsPerSample: 8, data: Uint8Array.of(0, 0) });
  const { channels } = decodeWav(file);
  const before = channels[0]![0];
  file.fill(255);
  decodeWav(wavOf({ tag: 7, bitsPerSample: 8 }));
  assertEquals(channels[0]![0], before);
});

/** What is refused, and what the message says. */
const REFUSED = [
  ["no channel", { channelCount: 0 }, "1 or 2 channels: current value is 0"],
  [
    "three channels",
    { channelCount: 3 },
    "1 or 2 channels: current value is 3",
  ],
  [
    "a rate of 0",
    { sampleRateHz: 0 },
    "within 8000 and 48000 Hz: current value is 0",
  ],
  ["96 kHz", { sampleRateHz: 96_000 }, "current value is 96000"],
  ["MP3", { tag: 0x55 }, "current value is format 0x55"],
  ["12 bits", { bitsPerSample: 12 }, "8, 16, 24, 32 bits: current value is 12"],
  ["16-bit floats", { tag: 3 }, "32, 64 bits: current value is 16"],
  ["a wrong block", { blockBytes: 6 }, "current value is 6 bytes"],
  ["no sample", { data: new Uint8Array(0) }, "there must be samples"],
  ["half a sample", { data: new Uint8Array(1) }, "there must be samples"],
] as const;

for (const [name, parts, message] of REFUSED) {
  Deno.test(`decodeWav() refuses ${name}`, () => {
    assertThrows(
      () => decodeWav(wavOf({ data: new Uint8Array(48), ...parts })),
      SyntaxError,
      message,
    );
  });
}

Deno.test("decodeWav() refuses float samples that no sound has", () => {
  for (
    const [bits, name] of [[0x7fc0_0000, "NaN"], [0x7f80_0000, "Infinity"], [
      0x4110_0000,
      "9",
    ]] as const
  ) {
    const data = Uint8Array.of(0, 0, 0, 0, ...bytesOf(bits, 4));
    assertThrows(
      () => decodeWav(wavOf({ tag: 3, bitsPerSample: 32, data })),
      SyntaxError,
      `${name} in sample 1`,
    );
  }
});

Deno.test("decodeWav() decodes or refuses with a sentence, whatever is changed in a file", () => {
  const file = encodeWav({
    sampleRateHz: 16_000,
    channels: [noise(20), noise(20)],
  });
  const change = fc.tuple(fc.nat(60), fc.nat(255));
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 6 }),
      fc.nat(file.length),
      (changes, length) => {
        const changed = file.slice(0, length);
        for (const [at, byte] of changes) changed[at] = byte;
        assertDecodesOrRefuses(changed);
      },
    ),
    { seed: 1, numRuns: 2_000 },
  );
});

Deno.test("decodeWav() refuses random bytes with a sentence", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), assertDecodesOrRefuses),
    { seed: 1 },
  );
});

function assertDecodesOrRefuses(bytes: Uint8Array): void {
  try {
    const { channels, sampleRateHz } = decodeWav(bytes);
    assert(sampleRateHz >= 8_000 && sampleRateHz <= 48_000);
    for (const samples of channels) {
      assert(samples.every((x) => Math.abs(x) <= 8));
    }
  } catch (error) {
    assert(error instanceof SyntaxError, `${error}`);
    assert(
      /^Cannot read WAV as .+: current value is [^\n]+$/.test(error.message),
      error.message,
    );
  }
}
