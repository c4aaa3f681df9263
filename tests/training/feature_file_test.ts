import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  decodeFeatures,
  encodeFeatures,
} from "../../src/training/feature_file.ts";
import type { FeatureVariant } from "../../src/training/training_clip.ts";

const MELS = 3;

const anyVariant: fc.Arbitrary<FeatureVariant> = fc.record({
  speed: fc.double({ min: 0.5, max: 2, noNaN: true }),
  phone: fc.boolean(),
  frames: fc.integer({ min: 1, max: 20 }),
  region: fc.record(
    { start: fc.nat(20), end: fc.nat(20) },
    { noNullPrototype: true },
  ),
}, { noNullPrototype: true }).chain((rest) =>
  fc.int16Array({
    minLength: rest.frames * MELS,
    maxLength: rest.frames * MELS,
  })
    .map((levels) => ({ ...rest, levels }))
);

const anyVariants = fc.array(anyVariant, { minLength: 1, maxLength: 4 });

Deno.test("decodeFeatures() gives back what encodeFeatures() was given", () => {
  fc.assert(
    fc.property(anyVariants, (variants) => {
      assertEquals(decodeFeatures(encodeFeatures(variants)), variants);
    }),
    { seed: 1 },
  );
});

Deno.test("decodeFeatures() takes no file that was cut short or went on", () => {
  fc.assert(
    fc.property(anyVariants, fc.nat(), (variants, seed) => {
      const bytes = encodeFeatures(variants);
      const cut = bytes.slice(0, seed % bytes.length);
      assertEquals(decodeFeatures(cut), undefined);
      const longer = new Uint8Array(bytes.length + 1 + seed % 9);
      longer.set(bytes);
      assertEquals(decodeFeatures(longer), undefined);
    }),
    { seed: 2 },
  );
});

Deno.test("decodeFeatures() takes no bytes of another making", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assertEquals(decodeFeatures(new Uint8Array(bytes)), undefined);
    }),
    { seed: 3 },
  );
  const otherJson = new TextEncoder().encode("\x04\0\0\0null\x00");
  assertEquals(decodeFeatures(otherJson), undefined);
});
