import { assert, assertEquals } from "@std/assert";
import { createSampleDecoder } from "../../../src/audio/sample_decoder.ts";
import { AUDIO_ENCODINGS } from "../../../src/protocol/native/messages.ts";
import { createSilence } from "../../../src/session/wires/silence.ts";

for (const encoding of AUDIO_ENCODINGS) {
  Deno.test(`createSilence() is silent in ${encoding}`, () => {
    const [piece] = createSilence(encoding, 8_000)(400);
    const samples = createSampleDecoder(encoding)(piece!);
    assert(samples.length > 0);
    // A-law has no zero: its smallest values are half a step from it.
    const step = encoding === "alaw" ? 8 / 32_768 : 0;
    assert(samples.every((sample) => Math.abs(sample) <= step));
  });
}

Deno.test("createSilence() gives as much as is asked for, out of one second of memory", () => {
  const silence = createSilence("pcm_s16le", 8_000);
  const pieces = [...silence(3 * 16_000 + 2)];
  assertEquals(pieces.map(({ length }) => length), [16_000, 16_000, 16_000, 2]);
  assertEquals(new Set(pieces.map(({ buffer }) => buffer)).size, 1);
  assertEquals([...silence(0)], []);
});
