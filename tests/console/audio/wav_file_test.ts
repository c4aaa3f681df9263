import { assertEquals, assertRejects } from "@std/assert";
import { encodeWav } from "../../../src/audio/wav.ts";
import { openWavFile } from "../../../src/console/audio/wav_file.ts";

function fileOf(bytes: Uint8Array<ArrayBuffer>, name = "call.wav"): File {
  return new File([bytes], name);
}

/** Two channels of five seconds; each sample tells its place. */
function ramps(): readonly Float32Array[] {
  const length = 5 * 8_000;
  return [1, -1].map((sign) =>
    Float32Array.from({ length }, (_, i) => sign * (1 + i % 1_000) / 32_768)
  );
}

Deno.test("openWavFile() gives the samples, two seconds at a time", async () => {
  const channels = ramps();
  const bytes = encodeWav({ sampleRateHz: 8_000, channels });
  const wav = await openWavFile(fileOf(bytes));
  assertEquals(
    [wav.name, wav.sampleRateHz, wav.channelCount, wav.durationMs],
    ["call.wav", 8_000, 2, 5_000],
  );
  const slices: (readonly Float32Array[])[] = [];
  for await (const slice of wav.slices()) slices.push(slice);
  assertEquals(slices.map(([left]) => left!.length), [16_000, 16_000, 8_000]);
  for (const channel of [0, 1]) {
    const joined = slices.flatMap((slice) => [...slice[channel]!]);
    assertEquals(joined, [...channels[channel]!]);
  }
});

Deno.test("openWavFile() reads no more than it must of an hour", async () => {
  const head = encodeWav({
    sampleRateHz: 16_000,
    channels: [new Float32Array(8)],
  });
  const view = new DataView(head.buffer);
  const dataBytes = 2 * 16_000 * 3_600;
  view.setUint32(40, dataBytes, true);
  view.setUint32(4, 36 + dataBytes, true);
  const reads: number[] = [];
  const hour = {
    name: "hour.wav",
    size: 44 + dataBytes,
    slice(from: number, to: number) {
      reads.push(to - from);
      const bytes = new Uint8Array(to - from);
      if (from === 0) bytes.set(head.subarray(0, 44));
      return new Blob([bytes]);
    },
  } as unknown as File;
  const wav = await openWavFile(hour);
  assertEquals(wav.durationMs, 3_600_000);
  let samples = 0;
  for await (const [left] of wav.slices()) samples += left!.length;
  assertEquals(samples, 3_600 * 16_000);
  assertEquals(Math.max(...reads.slice(1)), 64_000);
});

for (
  const [what, bytes] of [
    [
      "text",
      new TextEncoder().encode("This is a letter, and no recording of one."),
    ],
    ["nothing", new Uint8Array()],
    ["an MP3", Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ["three channels", threeChannels()],
    [
      "a file whose end is lost",
      encodeWav({
        sampleRateHz: 8_000,
        channels: [new Float32Array(100)],
      }).slice(0, 90),
    ],
  ] as const
) {
  Deno.test(`openWavFile() refuses ${what}, with the reason`, async () => {
    await assertRejects(() => openWavFile(fileOf(bytes)), SyntaxError, "as ");
  });
}

function threeChannels(): Uint8Array<ArrayBuffer> {
  const bytes = encodeWav({
    sampleRateHz: 8_000,
    channels: [new Float32Array(6)],
  });
  const view = new DataView(bytes.buffer);
  view.setUint16(22, 3, true);
  view.setUint16(32, 6, true);
  return bytes;
}

Deno.test("openWavFile() refuses a day of audio", async () => {
  const day = {
    name: "day.wav",
    size: 44 + 8_000 * 2 * 86_400,
    slice: (from: number, to: number) => {
      const bytes = new Uint8Array(Math.min(to - from, 100));
      if (from === 0) {
        const head = encodeWav({
          sampleRateHz: 8_000,
          channels: [new Float32Array(8)],
        });
        new DataView(head.buffer).setUint32(40, 8_000 * 2 * 86_400, true);
        bytes.set(head.subarray(0, 44));
      }
      return new Blob([bytes]);
    },
  } as unknown as File;
  await assertRejects(() => openWavFile(day), SyntaxError, "24.0 hours");
});
