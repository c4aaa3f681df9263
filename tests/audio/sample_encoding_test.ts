import { assertEquals } from "@std/assert";
import {
  bytesPerSample,
  SAMPLE_ENCODINGS,
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
