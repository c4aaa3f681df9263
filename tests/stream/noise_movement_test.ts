import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { liveShare, noiseVariance } from "../../src/stream/noise_movement.ts";
import { coloured, louder, rowsOf } from "./_sounds.ts";

fc.configureGlobal({ seed: 2_026 });

const { melCount } = FEATURES;

/** Variance of each band between the means of 8 rows and of the next 8. */
function measuredVariance(rows: Float32Array): number[] {
  const halfCount = Math.floor(rows.length / melCount / 8);
  const mean = (half: number, band: number) => {
    let sum = 0;
    for (let k = 0; k < 8; k++) sum += rows[(8 * half + k) * melCount + band]!;
    return sum / 8;
  };
  return Array.from({ length: melCount }, (_, band) => {
    let squares = 0;
    for (let half = 1; half < halfCount; half++) {
      squares += (mean(half, band) - mean(half - 1, band)) ** 2;
    }
    return squares / (halfCount - 1);
  });
}

for (
  const [name, pole, db] of [["white", 0, -20], ["brown", 0.95, 0]] as const
) {
  Deno.test(`noiseVariance() is what ${name} noise has through the real front end`, () => {
    const measured = measuredVariance(
      rowsOf(louder(coloured(60, pole, 7), db)),
    );
    const model = noiseVariance(melCount);
    // A variance of 375 pairs of means has a deviation of 9 %; three of them.
    for (let band = 10; band < melCount; band++) {
      const ratio = measured[band]! / model[band]!;
      assert(ratio > 0.65 && ratio < 1.35, `band ${band}: ${ratio}`);
    }
    const total = (values: Iterable<number>) =>
      [...values].reduce((sum, value) => sum + value, 0);
    assertAlmostEquals(total(measured) / total(model), 1, 0.08);
  });
}

Deno.test("noiseVariance() never rises with the band, as wider bands average more", () => {
  const variance = noiseVariance(melCount);
  assertEquals(variance.length, melCount);
  for (let band = 1; band < melCount; band++) {
    assert(variance[band]! <= variance[band - 1]!);
  }
});

Deno.test("liveShare() is nothing at the floor and all far above it", () => {
  assertEquals(liveShare(0), 0);
  assertAlmostEquals(liveShare(14), 1, 0.01);
});

Deno.test("liveShare() rises with the level and stays within 0.07 of 1 - exp(-x)", () => {
  const level = fc.double({ min: 0, max: 20, noNaN: true });
  fc.assert(fc.property(level, level, (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    assert(liveShare(low) <= liveShare(high));
    const below = 1 - Math.exp(-a) - liveShare(a);
    assert(below >= -1e-12 && below < 0.075, `${below} at ${a}`);
  }));
});
