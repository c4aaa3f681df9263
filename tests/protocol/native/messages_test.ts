import { assertEquals } from "@std/assert";
import { MAX_RATE_HZ, MIN_RATE_HZ } from "../../../src/audio/resampler.ts";
import { SAMPLE_ENCODINGS } from "../../../src/audio/sample_encoding.ts";
import {
  AUDIO_ENCODINGS,
  RATE_RANGE_HZ,
} from "../../../src/protocol/native/messages.ts";

Deno.test("the encodings of the protocol are those that can be decoded", () => {
  assertEquals([...AUDIO_ENCODINGS].sort(), [...SAMPLE_ENCODINGS].sort());
});

Deno.test("the rates of the protocol are those that can be resampled", () => {
  assertEquals(RATE_RANGE_HZ, { min: MIN_RATE_HZ, max: MAX_RATE_HZ });
});
