import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { cropStart } from "../../src/training/crop.ts";
import { Random } from "../../src/training/random.ts";

const speech = fc.record({
  start: fc.nat(300),
  length: fc.integer({ min: 1, max: 400 }),
})
  .map(({ start, length }) => ({ start, end: start + length }));

/** First frames drawn over many tries. */
function starts(
  region: { start: number; end: number },
  frames: number,
  margin: number,
): Set<number> {
  const random = new Random(1);
  const draw = () => cropStart(region, frames, margin, random);
  return new Set(Array.from({ length: 5_000 }, draw));
}

Deno.test("cropStart() puts short speech anywhere in the crop", () => {
  const drawn = starts({ start: 100, end: 150 }, 100, 0);
  assertEquals([Math.min(...drawn), Math.max(...drawn)], [50, 100]);
  assertEquals(drawn.size, 51);
});

Deno.test("cropStart() takes a crop from within long speech", () => {
  const drawn = starts({ start: 100, end: 300 }, 150, 0);
  assertEquals([Math.min(...drawn), Math.max(...drawn)], [100, 150]);
});

Deno.test("cropStart() may cut the margin off either side, or add it", () => {
  const short = starts({ start: 100, end: 150 }, 100, 30);
  assertEquals([Math.min(...short), Math.max(...short)], [20, 130]);
  const long = starts({ start: 100, end: 300 }, 150, 30);
  assertEquals([Math.min(...long), Math.max(...long)], [70, 180]);
});

Deno.test("cropStart() has one choice where speech fills the crop", () => {
  assertEquals([...starts({ start: 7, end: 107 }, 100, 0)], [7]);
});

Deno.test("cropStart() keeps all short speech in the crop, and fills it with long speech, but the margin", () => {
  const length = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(
      speech,
      length,
      fc.nat(50),
      fc.nat(),
      (region, frames, margin, seed) => {
        const start = cropStart(region, frames, margin, new Random(seed));
        const [first, last] = [
          Math.max(start, region.start),
          Math.min(start + frames, region.end),
        ];
        const most = Math.min(frames, region.end - region.start);
        assert(Number.isInteger(start));
        assert(last - first >= most - margin);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});
