import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { vowels } from "../../scripts/_vowels.ts";
import { createSampleDecoder } from "../../src/audio/sample_decoder.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import { MIN_SPEECH_ROWS } from "../../src/stream/voice_activity.ts";
import { speechRowsOf } from "../stream/_sounds.ts";

for (const rateHz of [8_000, 16_000, 48_000]) {
  Deno.test(`vowels() are taken for speech in every window at ${rateHz} Hz`, () => {
    const rows = speechRowsOf(vowels(6, rateHz), rateHz);
    assertEquals(rows.length, 11);
    assert(rows.every((count) => count >= MIN_SPEECH_ROWS), `${rows}`);
  });
}

Deno.test("vowels() are taken for speech on the telephone", () => {
  const sent = encodeSamples("mulaw", vowels(6, 8_000));
  const rows = speechRowsOf(createSampleDecoder("mulaw")(sent), 8_000);
  assert(rows.every((count) => count >= MIN_SPEECH_ROWS), `${rows}`);
});

Deno.test("vowels() can be played in a loop of whole seconds", () => {
  const samples = vowels(2, 8_000);
  for (let i = 0; i < 8_000; i++) {
    assertAlmostEquals(samples[i]!, samples[8_000 + i]!, 1e-6);
  }
});
