import { assertEquals } from "@std/assert";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";

const SAMPLES = Float32Array.of(0, 0.5, -1);

Deno.test("encodeSamples() writes 16-bit integers, low byte first", () => {
  assertEquals(
    encodeSamples("pcm_s16le", SAMPLES),
    Uint8Array.of(0, 0, 0x00, 0x40, 0x00, 0x80),
  );
});

Deno.test("encodeSamples() writes IEEE 754 floats, low byte first", () => {
  assertEquals(
    encodeSamples("pcm_f32le", SAMPLES),
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0x80, 0xbf),
  );
});

Deno.test("encodeSamples() writes one code a sample of G.711", () => {
  assertEquals(encodeSamples("mulaw", SAMPLES), Uint8Array.of(0xff, 0x8f, 0));
  assertEquals(encodeSamples("alaw", SAMPLES), Uint8Array.of(0xd5, 0xa5, 0x2a));
});

Deno.test("encodeSamples() gives bytes of their own", () => {
  const first = encodeSamples("mulaw", SAMPLES);
  encodeSamples("mulaw", Float32Array.of(-1, -1, -1));
  assertEquals(first[0], 0xff);
});
