import { assertEquals } from "@std/assert";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import {
  bytesPerSample,
  SAMPLE_ENCODINGS,
  silentByte,
} from "../../src/audio/sample_encoding.ts";

Deno.test("SAMPLE_ENCODINGS are the four that a client may name", () => {
  assertEquals([...SAMPLE_ENCODINGS], [
    "pcm_s16le",
    "pcm_f32le",
    "mulaw",
    "alaw",
  ]);
});

Deno.test("bytesPerSample() is what a sample of the encoding takes", () => {
  assertEquals(SAMPLE_ENCODINGS.map(bytesPerSample), [2, 4, 1, 1]);
});

Deno.test("silentByte() is what silence is encoded as, whichever byte of a sample it is", () => {
  for (const encoding of SAMPLE_ENCODINGS) {
    const silence = encodeSamples(encoding, new Float32Array(3));
    assertEquals(new Set(silence), new Set([silentByte(encoding)]));
  }
});
