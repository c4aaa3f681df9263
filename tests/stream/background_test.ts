import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Background, backgroundFor } from "../../src/stream/background.ts";

fc.configureGlobal({ seed: 2_026 });

/** The background of spectra `[count, width]`. */
function measured(spectra: Float32Array, width: number): number[] {
  const count = spectra.length / width;
  const background = new Background(width, count + 3);
  for (let i = 0; i < count; i++) {
    const spectrum = spectra.subarray(i * width, (i + 1) * width);
    background.spectra.set(spectrum, i * background.stride);
  }
  return [...background.measure(count)];
}

/** The background by sorting. */
function sorted(spectra: Float32Array, width: number): number[] {
  return Array.from({ length: width }, (_, band) => {
    const levels = spectra.filter((_, at) => at % width === band).sort();
    return levels[Math.floor(levels.length * 0.15)]!;
  });
}

Deno.test("Background finds the level that 15 % of the spectra stay below, band by band", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 80 }),
    fc.infiniteStream(fc.float({ min: -14, max: 3, noNaN: true })),
    (width, count, levels) => {
      const spectra = Float32Array.from(levels.take(width * count));
      assertEquals(measured(spectra, width), sorted(spectra, width));
    },
  ));
});

Deno.test("Background of a ramp is its value at 15 %", () => {
  const ramp = Float32Array.from({ length: 100 }, (_, i) => 99 - i);
  assertEquals(measured(ramp, 1), [15]);
});

Deno.test("Background takes no notice of what is loud for most of the window", () => {
  const spectra = new Float32Array(20).fill(5);
  spectra.fill(-13, 0, 4);
  assertEquals(measured(spectra, 1), [-13]);
});

Deno.test("Background takes the quietest of a few spectra", () => {
  assertEquals(measured(Float32Array.of(3, 1, 2, 4), 2), [2, 1]);
});

Deno.test("Background leaves the spectra as they are, and forgets the last that it measured", () => {
  const background = new Background(2, 2);
  const spectra = Float32Array.of(3, 1, 0, 0, 2, 4, 0, 0);
  background.spectra.set(spectra);
  assertEquals([...background.measure(2)], [2, 1]);
  assertEquals(background.spectra, spectra);
  assertEquals([...background.measure(1)], [3, 1]);
});

Deno.test("backgroundFor() gives channels of one size the same", () => {
  const background = backgroundFor(64, 43);
  assert(backgroundFor(64, 43) === background);
  assert(backgroundFor(64, 44) !== background);
});
