import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { speechSpan } from "../../src/training/speech_span.ts";
import { concat, silence, speechLike } from "../session/_signals.ts";

/** A second of speech that ends with its fourth syllable, a pause: 0.75 s of sound. */
const SPEECH = speechLike(1);

Deno.test("speechSpan() finds the speech between two silences", () => {
  const clip = concat(silence(1), SPEECH, silence(0.8));
  const { startMs, endMs } = speechSpan(clip);
  assertAlmostEquals(startMs, 1_000, 60);
  assertAlmostEquals(endMs, 1_750, 60);
});

Deno.test("speechSpan() moves with the speech", () => {
  const first = speechSpan(concat(silence(0.5), SPEECH, silence(1)));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (hops) => {
      const later = concat(silence(0.5 + hops / 100), SPEECH, silence(1));
      const { startMs, endMs } = speechSpan(later);
      assertAlmostEquals(startMs - first.startMs, 10 * hops, 1e-6);
      assertAlmostEquals(endMs - first.endMs, 10 * hops, 1e-6);
    }),
    { seed: 1, numRuns: 10 },
  );
});

Deno.test("speechSpan() does not change with the level", () => {
  const clip = concat(silence(1), SPEECH, silence(0.8));
  assertEquals(speechSpan(clip.map((x) => x / 8)), speechSpan(clip));
});

Deno.test("speechSpan() is the whole clip where nothing stands out, and empty without a frame", () => {
  const { startMs, endMs } = speechSpan(silence(1));
  assertEquals(startMs, 0);
  assert(endMs > 985 && endMs <= 1_000);
  assertEquals(speechSpan(silence(0.01)), { startMs: 0, endMs: 0 });
});
