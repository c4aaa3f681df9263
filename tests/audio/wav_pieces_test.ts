import { assertEquals, assertThrows } from "@std/assert";
import { decodeWav, encodeWav } from "../../src/audio/wav.ts";
import { decodeWavPieces } from "../../src/audio/wav_pieces.ts";

function ramp(count: number, scale: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => Math.round(32_000 * Math.sin(i * scale)) / 32_768,
  );
}

function joined(bytes: Uint8Array): number[][] {
  const { channelCount, pieces } = decodeWavPieces(bytes);
  const channels: number[][] = Array.from({ length: channelCount }, () => []);
  for (const piece of pieces) {
    piece.forEach((samples, i) => channels[i]!.push(...samples));
  }
  return channels;
}

for (const count of [1, 65_535, 65_536, 65_537, 200_000]) {
  Deno.test(`decodeWavPieces() gives the samples of decodeWav() for ${count} samples`, () => {
    const file = encodeWav({
      sampleRateHz: 8_000,
      channels: [ramp(count, 0.1)],
    });
    assertEquals(
      joined(file),
      decodeWav(file).channels.map((samples) => [...samples]),
    );
  });
}

Deno.test("decodeWavPieces() keeps two channels apart over the edges of pieces", () => {
  const channels = [ramp(100_000, 0.1), ramp(100_000, 0.3)];
  const file = encodeWav({ sampleRateHz: 44_100, channels });
  assertEquals(joined(file), channels.map((samples) => [...samples]));
});

Deno.test("decodeWavPieces() drops part of a sample at the end", () => {
  const file = encodeWav({ sampleRateHz: 8_000, channels: [ramp(10, 0.1)] });
  const view = new DataView(file.buffer);
  view.setUint32(40, 19, true);
  assertEquals(joined(file)[0]!.length, 9);
});

Deno.test("decodeWavPieces() has no piece of part of a sample", () => {
  const samples = ramp(65_537, 0.1);
  const file = encodeWav({ sampleRateHz: 8_000, channels: [samples] });
  new DataView(file.buffer).setUint32(40, 2 * 65_536 + 1, true);
  assertEquals(joined(file)[0]!.length, 65_536);
});

Deno.test("decodeWavPieces() refuses what decodeWav() refuses, before the first piece", () => {
  const file = encodeWav({ sampleRateHz: 8_000, channels: [ramp(10, 0.1)] });
  for (const [at, value] of [[22, 0], [22, 3], [24, 7], [32, 0], [34, 12]]) {
    const broken = file.slice();
    new DataView(broken.buffer).setUint16(at!, value!, true);
    const { message } = assertThrows(() => decodeWav(broken), SyntaxError);
    assertThrows(() => decodeWavPieces(broken), SyntaxError, message);
  }
  assertThrows(() => decodeWavPieces(new Uint8Array()), SyntaxError, "empty");
});

Deno.test("decodeWavPieces() refuses a NaN in a later piece with that piece", () => {
  const count = 100_000;
  const file = new Uint8Array(44 + 4 * count);
  file.set(
    encodeWav({ sampleRateHz: 8_000, channels: [ramp(1, 1)] }).subarray(0, 44),
  );
  const view = new DataView(file.buffer);
  view.setUint32(4, 36 + 4 * count, true);
  view.setUint16(20, 3, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 32, true);
  view.setUint32(40, 4 * count, true);
  view.setFloat32(44 + 4 * 90_000, NaN, true);
  const pieces = decodeWavPieces(file).pieces[Symbol.iterator]();
  assertEquals(pieces.next().value![0]!.length, 65_536);
  assertThrows(() => pieces.next(), SyntaxError, "NaN");
});
