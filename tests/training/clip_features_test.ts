import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { Framer } from "../../src/audio/framer.ts";
import { LogMel } from "../../src/audio/log_mel.ts";
import { clipVariants } from "../../src/training/clip_features.ts";
import { clipRows } from "../../src/training/clip_rows.ts";
import { underCondition } from "../../src/training/conditions.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { SILENT_POWER, variantOf } from "../../src/training/training_clip.ts";
import { makeSound } from "./_corpus.ts";

/** The rows that the serving path makes of samples. */
function servedRows(samples: Float32Array): Float32Array {
  const logMel = new LogMel(FEATURES);
  const rows: number[] = [];
  new Framer(FEATURES).push(
    samples,
    logMel.samples,
    (count) => rows.push(...logMel.rows(count)),
  );
  return Float32Array.from(rows);
}

/** The Mel band in which a clip's variant is loudest. */
function loudestBand(samples: Float32Array, speed: number): number {
  const variant = variantOf({ variants: clipVariants(samples) }, speed, false);
  const middle = Math.floor(variant.frames / 2) * FEATURES.melCount;
  const row = variant.levels.subarray(middle, middle + FEATURES.melCount);
  return row.indexOf(Math.max(...row));
}

function tone(hz: number): Float32Array {
  return Float32Array.from(
    { length: 16_000 },
    (_, i) => 0.3 * Math.sin(2 * Math.PI * hz * i / 16_000),
  );
}

Deno.test("clipVariants() gives every speed, straight and by phone", () => {
  const made = clipVariants(makeSound(1)).map(({ speed, phone }) =>
    `${speed} ${phone}`
  );
  const expected = KNOBS.speeds.flatMap((
    speed,
  ) => [`${speed} false`, `${speed} true`]);
  assertEquals(made, expected);
});

/** Half a step of the levels, and the silence that is stored below the floor: a thousandth of it. */
const TOLERANCE = 1 / 2048 + SILENT_POWER / FEATURES.powerFloor + 1e-5;

for (const condition of ["clean", "telephone"] as const) {
  Deno.test(`clipVariants() keeps what the server would compute, ${condition}, to 0.0015 nat`, () => {
    const samples = makeSound(2);
    const phone = condition === "telephone";
    const variant = variantOf({ variants: clipVariants(samples) }, 1, phone);
    const rows = clipRows(variant, FEATURES.powerFloor);
    const served = servedRows(underCondition(samples, condition));
    assertEquals(rows.length, served.length);
    rows.forEach((value, i) =>
      assertAlmostEquals(value, served[i]!, TOLERANCE)
    );
  });
}

Deno.test("clipVariants() shortens a clip that is played faster", () => {
  for (const { speed, frames } of clipVariants(makeSound(3))) {
    const samples = Math.ceil(16_000 / speed);
    assertEquals(frames, 1 + Math.floor((samples - 400) / 160), String(speed));
  }
});

Deno.test("clipVariants() raises the pitch of a clip that is played faster", () => {
  // Bands are 36.4 Mel apart at these edges: a tenth of 1000 Hz, 69 Mel, is two bands.
  const own = loudestBand(tone(1_000), 1);
  assertEquals(loudestBand(tone(1_000), 1.1), loudestBand(tone(1_100), 1));
  assertEquals(
    loudestBand(tone(1_000), 1 / 1.1),
    loudestBand(tone(1_000 / 1.1), 1),
  );
  assert(loudestBand(tone(1_000), 1.1) > own);
});

Deno.test("clipVariants() finds the speech of each variant", () => {
  for (const { region, frames } of clipVariants(makeSound(4, 4))) {
    // The sound swells from a quarter to three quarters of its length.
    assertAlmostEquals(region.start / frames, 0.25, 0.05);
    assertAlmostEquals(region.end / frames, 0.75, 0.05);
  }
});

Deno.test("clipVariants() holds the loudest float audio that a decoder lets through", () => {
  const [variant] = clipVariants(
    tone(1_000).map((sample) => Math.sign(sample) * 8),
  );
  assert(Math.max(...variant!.levels) < 2 ** 15 - 1);
});

Deno.test("clipVariants() refuses a clip under 0.3 s", () => {
  assertThrows(
    () => clipVariants(makeSound(5).subarray(0, 4_799)),
    RangeError,
    "must last 0.3 s: current value is 0.2999375 s",
  );
  assertEquals(clipVariants(makeSound(5).subarray(4_000, 8_800)).length, 10);
});

for (const level of [0, 1e-5]) {
  Deno.test(`clipVariants() refuses a clip that is all silence, of level ${level}`, () => {
    assertThrows(
      () => clipVariants(new Float32Array(16_000).fill(level)),
      RangeError,
      "all of it is silence",
    );
  });
}
