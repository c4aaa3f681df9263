import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { speechRegion } from "../../src/training/speech_region.ts";

/** Frame powers: a quiet floor with stretches of a level in dB. */
function powers(
  frames: number,
  ...stretches: readonly [start: number, end: number, levelDb: number][]
): Float32Array {
  const power = new Float32Array(frames).fill(1e-9);
  for (const [start, end, levelDb] of stretches) {
    power.fill(10 ** (levelDb / 10), start, end);
  }
  return power;
}

Deno.test("speechRegion() finds a stretch, wider by the smoothing's two frames", () => {
  assertEquals(speechRegion(powers(400, [100, 250, -20])), {
    start: 98,
    end: 252,
  });
});

Deno.test("speechRegion() spans pauses from the first word to the last", () => {
  const power = powers(400, [50, 100, -20], [130, 200, -25], [300, 340, -20]);
  assertEquals(speechRegion(power), { start: 48, end: 342 });
});

Deno.test("speechRegion() ignores clicks, even loud ones", () => {
  const power = powers(400, [20, 22, 0], [100, 250, -20], [390, 392, 0]);
  assertEquals(speechRegion(power), { start: 98, end: 252 });
});

Deno.test("speechRegion() drops a run of seven frames and keeps one of eight", () => {
  // Smoothing makes each run four frames longer.
  const power = (end: number) => powers(400, [20, end, -20], [100, 250, -20]);
  assertEquals(speechRegion(power(23)), { start: 98, end: 252 });
  assertEquals(speechRegion(power(24)), { start: 18, end: 252 });
});

Deno.test("speechRegion() measures against the tenth-loudest frame", () => {
  // Nine smoothed frames stand 32 dB and more above the speech; a tenth would hide it.
  const power = (end: number) => powers(400, [20, end, 10], [100, 250, -29]);
  assertEquals(speechRegion(power(25)), { start: 18, end: 252 });
  assertEquals(speechRegion(power(26)).end, 28);
});

Deno.test("speechRegion() ignores what is 30 dB below the speech", () => {
  const power = powers(400, [20, 60, -51], [100, 250, -20], [250, 300, -49]);
  assertEquals(speechRegion(power), { start: 98, end: 299 });
});

Deno.test("speechRegion() takes the whole clip where nothing stands out", () => {
  assertEquals(speechRegion(powers(50)), { start: 0, end: 50 });
  assertEquals(speechRegion(new Float32Array(50)), { start: 0, end: 50 });
  assertEquals(speechRegion(powers(50, [10, 12, 0])), { start: 0, end: 50 });
});

Deno.test("speechRegion() takes speech that fills the clip", () => {
  assertEquals(speechRegion(powers(90, [0, 90, -20])), { start: 0, end: 90 });
});

for (const frames of [0, 1, 9]) {
  Deno.test(`speechRegion() takes all of a clip of ${frames} frames`, () => {
    assertEquals(speechRegion(new Float32Array(frames).fill(1)), {
      start: 0,
      end: frames,
    });
  });
}

Deno.test("speechRegion() is the same at any level", () => {
  const anyPower = fc.float32Array({
    min: Math.fround(1e-6),
    max: 1,
    noNaN: true,
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(anyPower, (power) => {
      const region = speechRegion(power);
      const louder = speechRegion(power.map((value) => value * 16));
      assertEquals(louder, region);
      assert(region.start >= 0 && region.end <= power.length);
      assert(region.start < region.end);
    }),
    { seed: 1 },
  );
});
