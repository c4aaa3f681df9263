import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { measureBackground } from "../../src/stream/background.ts";

fc.configureGlobal({ seed: 2_026 });

/** The background by sorting. */
function sorted(spectra: Float32Array, width: number): number[] {
  return Array.from({ length: width }, (_, band) => {
    const levels = spectra.filter((_, at) => at % width === band).sort();
    return levels[Math.floor(levels.length * 0.15)]!;
  });
}

Deno.test("measureBackground() finds the level that 15 % of the spectra stay below, band by band", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 80 }),
    fc.infiniteStream(fc.float({ min: -14, max: 3, noNaN: true })),
    (width, count, levels) => {
      const spectra = Float32Array.from(levels.take(width * count));
      const background = measureBackground(spectra, width);
      assertEquals([...background], sorted(spectra, width));
    },
  ));
});

Deno.test("measureBackground() of a ramp is its value at 15 %", () => {
  const ramp = Float32Array.from({ length: 100 }, (_, i) => 99 - i);
  assertEquals([...measureBackground(ramp, 1)], [15]);
});

Deno.test("measureBackground() takes no notice of what is loud for most of the window", () => {
  const spectra = new Float32Array(20).fill(5);
  spectra.fill(-13, 0, 4);
  assertEquals([...measureBackground(spectra, 1)], [-13]);
});

Deno.test("measureBackground() takes the quietest of a few spectra", () => {
  const background = measureBackground(Float32Array.of(3, 1, 2, 4), 2);
  assertEquals([...background], [2, 1]);
});

Deno.test("measureBackground() leaves the spectra as they are", () => {
  const spectra = Float32Array.of(3, 1, 2, 4);
  measureBackground(spectra, 2);
  assertEquals([...spectra], [3, 1, 2, 4]);
});
