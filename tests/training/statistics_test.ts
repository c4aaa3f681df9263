import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { bandStatistics } from "../../src/training/statistics.ts";
import type { TrainingClip } from "../../src/training/training_clip.ts";
import { makeClips, makeVariant, SMALL } from "./_clips.ts";

/** A clip of one variant, straight and at its own speed. */
function clipOf(
  level: (frame: number, band: number) => number,
  region = { start: 0, end: 40 },
  frames = 40,
): TrainingClip {
  const variant = { ...makeVariant(frames, level), region };
  return { label: 0, speaker: "1", isSong: false, variants: [variant] };
}

Deno.test("bandStatistics() gives mean and deviation of each band over all clips", () => {
  // Band g holds +g and -g in turn: mean 0, deviation g; far above the floor.
  const clips = [
    clipOf((t, g) => t % 2 ? g : -g),
    clipOf((t, g) => t % 2 ? -g : g),
  ];
  const { mean, deviation } = bandStatistics(clips, SMALL);
  for (let g = 0; g < 4; g++) {
    assertAlmostEquals(mean[g]!, 0, 1e-4);
    assertAlmostEquals(deviation[g]!, Math.max(g, 0.01), 1e-4);
  }
});

Deno.test("bandStatistics() weighs clips by their frames", () => {
  const clips = [
    clipOf(() => 1, { start: 0, end: 30 }, 30),
    clipOf(() => 4, { start: 0, end: 10 }, 10),
  ];
  const { mean, deviation } = bandStatistics(clips, SMALL);
  assertAlmostEquals(mean[0]!, 1.75, 1e-4);
  assertAlmostEquals(deviation[0]!, 3 * Math.sqrt(0.75 * 0.25), 1e-4);
});

Deno.test("bandStatistics() hears the speech and twenty frames around it, nothing else", () => {
  const loudOutside = clipOf(
    (t) => t >= 30 && t < 80 ? 1 : 9,
    { start: 50, end: 60 },
    100,
  );
  const { mean, deviation } = bandStatistics([loudOutside], SMALL);
  assertAlmostEquals(mean[0]!, 1, 1e-4);
  assertAlmostEquals(deviation[0]!, 0.01, 1e-4);
  const oneFrameMore = clipOf(
    (t) => t > 30 ? 1 : 9,
    { start: 50, end: 60 },
    100,
  );
  assert(bandStatistics([oneFrameMore], SMALL).mean[0]! > 1.1);
});

Deno.test("bandStatistics() counts silence at the floor, not below", () => {
  const { mean } = bandStatistics([clipOf(() => -23)], SMALL);
  assertAlmostEquals(mean[0]!, Math.log(SMALL.powerFloor), 1e-3);
});

Deno.test("bandStatistics() hears only the straight variant of speed 1", () => {
  const clip = clipOf(() => 1);
  const others = [
    makeVariant(40, () => 5, { phone: true }),
    makeVariant(40, () => 7, { speed: 1.1 }),
  ];
  const more = { ...clip, variants: [...others, ...clip.variants] };
  assertEquals(bandStatistics([more], SMALL), bandStatistics([clip], SMALL));
});

Deno.test("bandStatistics() does not depend on the order of the clips, but for rounding", () => {
  const clips = makeClips(20);
  const forth = bandStatistics(clips, SMALL);
  const back = bandStatistics(clips.toReversed(), SMALL);
  Array.from(forth.mean).forEach((value, g) =>
    assertAlmostEquals(back.mean[g]!, value, 1e-6)
  );
});

Deno.test("bandStatistics() refuses no clips", () => {
  assertThrows(() => bandStatistics([]), RangeError, "at least one clip");
});
