import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
} from "@std/assert";
import fc from "fast-check";
import { augment } from "../../src/training/augment.ts";
import { KNOBS, type Knobs } from "../../src/training/knobs.ts";
import { Random } from "../../src/training/random.ts";
import type { FeatureVariant } from "../../src/training/training_clip.ts";
import { makeVariant, PLAIN } from "./_clips.ts";

const MELS = 64;
const NATS_PER_DB = Math.LN10 / 10;

/** Log powers of frames `[start, start + frames)` under some knobs. */
function augmented(
  variant: FeatureVariant,
  knobs: Partial<Knobs>,
  { seed = 1, start = 0, frames = variant.frames } = {},
): Float32Array {
  const rows = new Float32Array(
    frames * variant.levels.length / variant.frames,
  );
  const random = new Random(seed);
  augment(rows, { variant, start, frames }, { ...PLAIN, ...knobs }, random);
  return rows;
}

/** One frame per level: every band holds the frame's level. */
function flat(...levels: readonly number[]): FeatureVariant {
  return makeVariant(levels.length, (t) => levels[t]!, { melCount: MELS });
}

/** A straight line over the bands: a warp by alpha gives one of another slope. */
const SLOPE = makeVariant(3, (_, g) => -10 + g / 8, { melCount: MELS });

Deno.test("augment() by no knob gives the crop as it lies in the clip", () => {
  const variant = makeVariant(20, (t, g) => -t - g / 8);
  const rows = augmented(variant, {}, { start: 5, frames: 10 });
  for (let t = 0; t < 10; t++) {
    for (let g = 0; g < 4; g++) {
      assertAlmostEquals(rows[t * 4 + g]!, -(t + 5) - g / 8, 1e-6);
    }
  }
});

Deno.test("augment() puts silence where the crop reaches outside the clip", () => {
  const rows = augmented(flat(1, 2), {}, { start: -2, frames: 6 });
  const levels = Array.from({ length: 6 }, (_, t) => rows[t * MELS]!);
  const silence = Math.fround(Math.log(1e-10));
  assertEquals(levels, [silence, silence, 1, 2, silence, silence]);
});

Deno.test("augment() begins its ripple anywhere in the cosine's turn", () => {
  // Without turns the ripple is one number, rippleDb * normal * cos(phase).
  const knobs = { rippleDb: 2, rippleTurns: [0, 0] } as const;
  const count = 4_000;
  let squares = 0;
  for (let seed = 0; seed < count; seed++) {
    const [level] = augmented(flat(0), knobs, { seed });
    squares += (level! / NATS_PER_DB) ** 2;
  }
  // A cosine halves the variance; 4000 draws of kurtosis 4.5 tell it to 3 %.
  assertAlmostEquals(squares / count, 2, 0.3);
});

Deno.test("augment() gains every cell alike, within the knob's range", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const rows = augmented(flat(-5, -3), { gainDb: [-12, 12] }, { seed });
      const gainDb = (rows[0]! + 5) / NATS_PER_DB;
      assert(Math.abs(gainDb) <= 12);
      for (let g = 0; g < MELS; g++) {
        assertAlmostEquals(rows[g]!, rows[0]!, 1e-5);
        assertAlmostEquals(rows[MELS + g]!, rows[0]! + 2, 1e-5);
      }
    }),
    { seed: 1 },
  );
});

Deno.test("augment() tilts by a straight line through the middle of the bands", () => {
  const tilts = Array.from({ length: 400 }, (_, seed) => {
    const rows = augmented(flat(0), { tiltDb: 2 }, { seed });
    const end = rows[MELS - 1]!;
    for (let g = 0; g < MELS; g++) {
      assertAlmostEquals(rows[g]!, end * (2 * g / (MELS - 1) - 1), 1e-5);
    }
    return end / NATS_PER_DB;
  });
  const meanSquare = tilts.reduce((sum, db) => sum + db * db, 0) / tilts.length;
  assertAlmostEquals(Math.sqrt(meanSquare), 2, 0.2);
});

Deno.test("augment() ripples by a cosine of half to two half turns to a side", () => {
  const knobs = { rippleDb: 1.2 };
  for (let seed = 0; seed < 50; seed++) {
    const rows = augmented(flat(0), knobs, { seed });
    const turns = rows.reduce(
      (count, value, g) =>
        count + Number(g > 0 && Math.sign(value) !== Math.sign(rows[g - 1]!)),
      0,
    );
    assert(turns <= 4);
    assertLess(Math.max(...rows.map(Math.abs)), 6 * 1.2 * NATS_PER_DB);
  }
  const first = augmented(flat(0), knobs, { seed: 1 });
  assertGreater(Math.max(...first) - Math.min(...first), 0.01);
});

Deno.test("augment() treats all frames with one equaliser and one gain", () => {
  const knobs = { tiltDb: 2, rippleDb: 1.2, gainDb: [-12, 12] } as const;
  const rows = augmented(flat(-7, -4), knobs);
  for (let g = 0; g < MELS; g++) {
    assertAlmostEquals(rows[MELS + g]! - rows[g]!, 3, 1e-5);
  }
});

Deno.test("augment() warps the bands: band g takes the level of band alpha g, held at the top", () => {
  const alphas = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const rows = augmented(SLOPE, { warpShare: 1, warp: [0.9, 1.1] }, { seed });
    const alpha = (rows[20]! + 10) * 8 / 20;
    assert(alpha > 0.9 && alpha < 1.1);
    alphas.add(alpha.toFixed(3));
    for (let g = 0; g < MELS; g++) {
      const expected = -10 + Math.min(alpha * g, MELS - 1) / 8;
      assertAlmostEquals(rows[g]!, expected, 1e-3);
    }
  }
  assertGreater(alphas.size, 40);
});

Deno.test("augment() warps and adds noise as often as the knobs say", () => {
  const share = (knobs: Partial<Knobs>) => {
    const plain = augmented(SLOPE, {});
    let count = 0;
    for (let seed = 0; seed < 500; seed++) {
      const rows = augmented(SLOPE, knobs, { seed });
      count += Number(rows.some((value, i) => value !== plain[i]));
    }
    return count / 500;
  };
  assertAlmostEquals(share({ warpShare: 0.8 }), 0.8, 0.05);
  assertAlmostEquals(share({ noiseShare: 0.3 }), 0.3, 0.05);
});

/** Mean power of a stretch of rows. */
function meanPower(rows: Float32Array): number {
  return rows.reduce((sum, level) => sum + Math.exp(level), 0) / rows.length;
}

/** Eighty silent frames, then twenty at -4 nat: the 90th percentile is -4. */
const PAUSE_AND_SPEECH = flat(
  ...new Array(80).fill(-23),
  ...new Array(20).fill(-4),
);

for (const snrDb of [10, 30]) {
  Deno.test(`augment() adds white noise ${snrDb} dB below the loud frames`, () => {
    const rows = augmented(PAUSE_AND_SPEECH, {
      noiseShare: 1,
      noiseSnrDb: [snrDb, snrDb],
      noiseColour: [0, 0],
    });
    const noise = meanPower(rows.subarray(0, 80 * MELS));
    const measuredDb = (-4 - Math.log(noise)) / NATS_PER_DB;
    assertAlmostEquals(measuredDb, snrDb, 0.2);
  });
}

Deno.test("augment() gives a cell of noise the spread of a gamma of shape 2.5", () => {
  const rows = augmented(PAUSE_AND_SPEECH, {
    noiseShare: 1,
    noiseColour: [0, 0],
  });
  const noise = rows.subarray(0, 80 * MELS);
  const mean = meanPower(noise);
  const square = noise.reduce((sum, level) => sum + Math.exp(2 * level), 0) /
    noise.length;
  // A gamma's variance over its squared mean is 1 / shape.
  assertAlmostEquals(square / mean ** 2 - 1, 1 / 2.5, 0.06);
});

Deno.test("augment() colours noise: as loud, but falling over the bands", () => {
  const rows = augmented(PAUSE_AND_SPEECH, {
    noiseShare: 1,
    noiseSnrDb: [20, 20],
    noiseColour: [3, 3],
  });
  const noise = rows.subarray(0, 80 * MELS);
  assertAlmostEquals((-4 - Math.log(meanPower(noise))) / NATS_PER_DB, 20, 0.3);
  const ofBand = (band: number) =>
    meanPower(noise.filter((_, i) => i % MELS === band));
  assertAlmostEquals(ofBand(32) / ofBand(0), (1 - 0.98 * 32 / 63) ** 3, 0.02);
});

Deno.test("augment() never lowers a cell by noise", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const before = augmented(PAUSE_AND_SPEECH, {}, { seed });
      const after = augmented(PAUSE_AND_SPEECH, { noiseShare: 1 }, { seed });
      assert(after.every((level, i) => level >= before[i]! - 1e-5));
    }),
    { seed: 1, numRuns: 20 },
  );
});

Deno.test("augment() gives finite levels for any clip and draw, even all silence", () => {
  const level = fc.double({ min: -23, max: 8, noNaN: true });
  fc.assert(
    fc.property(
      fc.nat(),
      fc.array(level, { minLength: 1, maxLength: 30 }),
      (seed, levels) => {
        const rows = augmented(flat(...levels), { ...KNOBS, noiseShare: 1 }, {
          seed,
          start: -3,
          frames: 40,
        });
        assert(rows.every(Number.isFinite));
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});
