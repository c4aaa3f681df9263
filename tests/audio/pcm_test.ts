import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  decodeFloat32,
  decodePcm16,
  encodeFloat32,
  encodePcm16,
  firstImpossible,
  quantise16,
} from "../../src/audio/pcm.ts";

/** The 16-bit integers as little-endian bytes, `offset` bytes into their buffer. */
function bytesOf16(integers: readonly number[], offset = 0): Uint8Array {
  const bytes = new Uint8Array(offset + 2 * integers.length).subarray(offset);
  integers.forEach((integer, i) => {
    bytes[2 * i] = integer & 0xff;
    bytes[2 * i + 1] = integer >> 8 & 0xff;
  });
  return bytes;
}

function decoded16(bytes: Uint8Array): number[] {
  const samples = new Float32Array(bytes.length / 2);
  decodePcm16(bytes, samples);
  return [...samples];
}

function decodedFloat(values: readonly number[]): number[] {
  const bytes = new Uint8Array(4 * values.length);
  encodeFloat32(Float32Array.from(values), bytes);
  const samples = new Float32Array(values.length);
  decodeFloat32(bytes, samples);
  return [...samples];
}

Deno.test("decodePcm16() divides by 32768", () => {
  assertEquals(decoded16(bytesOf16([-32_768, -1, 0, 1, 16_384, 32_767])), [
    -1,
    -1 / 32_768,
    0,
    1 / 32_768,
    0.5,
    32_767 / 32_768,
  ]);
});

Deno.test("decodePcm16() reads at odd offsets of a buffer", () => {
  assertEquals(decoded16(bytesOf16([-32_768, 8192], 3)), [-1, 0.25]);
});

Deno.test("encodePcm16() and decodePcm16() give back every integer", () => {
  const integers = Array.from({ length: 65_536 }, (_, i) => i - 32_768);
  const bytes = new Uint8Array(2 * integers.length);
  encodePcm16(Float32Array.from(integers, (x) => x / 32_768), bytes);
  assertEquals(bytes, bytesOf16(integers));
  assertEquals(decoded16(bytes), integers.map((x) => x / 32_768));
});

Deno.test("quantise16() rounds to the nearest step and clips beyond full scale", () => {
  const amplitudes = [0.4 / 32_768, 0.6 / 32_768, -0.6 / 32_768, 1, 7, -1, -7];
  assertEquals(amplitudes.map(quantise16), [
    0,
    1,
    -1,
    32_767,
    32_767,
    -32_768,
    -32_768,
  ]);
});

Deno.test("decodeFloat32() gives back what encodeFloat32() was given, up to ±8", () => {
  const amplitude = fc.float({ min: -8, max: 8, noNaN: true });
  fc.assert(
    fc.property(fc.array(amplitude), (values) => {
      assertEquals(decodedFloat(values), values);
    }),
    { seed: 1 },
  );
});

Deno.test("decodeFloat32() reads at odd offsets of a buffer", () => {
  const bytes = new Uint8Array(9);
  encodeFloat32(Float32Array.of(0.25, -2), bytes.subarray(1));
  const samples = new Float32Array(2);
  decodeFloat32(bytes.subarray(1), samples);
  assertEquals(samples, Float32Array.of(0.25, -2));
});

for (const value of [NaN, Infinity, -Infinity, 8.001, -1e30]) {
  Deno.test(`decodeFloat32() refuses ${value} and says where it is`, () => {
    assertThrows(
      () => decodedFloat([0, 0.5, value]),
      RangeError,
      `${Math.fround(value)} in sample 2`,
    );
  });
}

Deno.test("firstImpossible() finds the first of several, or none", () => {
  assertEquals(firstImpossible(Float32Array.of(0, 8, -8)), undefined);
  assertEquals(firstImpossible(Float32Array.of(0, NaN, 9)), 1);
  assertEquals(firstImpossible(new Float32Array(0)), undefined);
});
