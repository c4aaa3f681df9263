import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { RealFft } from "../../src/audio/fft.ts";
import { SignalHeap } from "../../src/audio/kernels/module.ts";
import { noise } from "./_signals.ts";

/** The definition, term by term. */
function powerByDefinition(samples: Float64Array): number[] {
  return Array.from({ length: samples.length / 2 + 1 }, (_, k) => {
    let re = 0;
    let im = 0;
    samples.forEach((x, n) => {
      const angle = 2 * Math.PI * (k * n % samples.length) / samples.length;
      re += x * Math.cos(angle);
      im -= x * Math.sin(angle);
    });
    return re * re + im * im;
  });
}

function createFft(size: number, bins = size / 2 + 1): RealFft {
  const room = Number.isFinite(size) ? RealFft.bytesOf(size) : 0;
  return new RealFft(size, new SignalHeap(room), bins);
}

function powerOf(samples: Float64Array, bins?: number) {
  return powersOf(samples, noise(samples.length).reverse(), bins)[0]!;
}

/** The spectra of two signals that are transformed at once. */
function powersOf(
  first: Float64Array,
  second: ArrayLike<number>,
  bins?: number,
): Float64Array[] {
  const fft = createFft(first.length, bins);
  first.forEach((x, n) => fft.samples.set([x, second[n]!], 2 * n));
  fft.run();
  return [0, 1].map((signal) => fft.power.filter((_, i) => i % 2 === signal));
}

for (const size of [4, 8, 16, 32, 64, 128, 256, 512, 1024]) {
  Deno.test(`RealFft of ${size} gives what the definition gives`, () => {
    const samples = Float64Array.from(noise(size));
    const expected = powerByDefinition(samples);
    powerOf(samples).forEach((value, k) =>
      assertAlmostEquals(value, expected[k]!, 1e-11 * size, `bin ${k}`)
    );
  });
}

Deno.test("RealFft puts a constant into bin 0 and a sine into its own", () => {
  const samples = Float64Array.from(
    { length: 64 },
    (_, i) => 0.5 + Math.sin(2 * Math.PI * 5 * i / 64),
  );
  powerOf(samples).forEach((value, k) =>
    assertAlmostEquals(value, k === 0 || k === 5 ? 32 ** 2 : 0, 1e-9)
  );
});

Deno.test("RealFft conserves energy", () => {
  const samples = Float64Array.from(noise(512));
  const energy = samples.reduce((sum, x) => sum + x * x, 0);
  const power = powerOf(samples);
  const bothSides = 2 * power.reduce((sum, p) => sum + p, 0) - power[0]! -
    power[256]!;
  assertAlmostEquals(bothSides / 512, energy, 1e-10);
});

Deno.test("RealFft fills only as many bins as asked for", () => {
  const samples = Float64Array.from(noise(512));
  assertEquals(powerOf(samples, 129), powerOf(samples).slice(0, 129));
});

Deno.test("RealFft gives a signal the same bits beside any other, on either side", () => {
  const [a, b] = [Float64Array.from(noise(512)), new Float64Array(512).fill(3)];
  const alone = powerOf(a);
  assertEquals(powersOf(a, b)[0], alone);
  assertEquals(powersOf(b, a)[1], alone);
  assertEquals(powersOf(a, a), [alone, alone]);
});

Deno.test("RealFft leaves its input as it is, and forgets it", () => {
  const fft = createFft(32);
  const samples = Float64Array.from(noise(64));
  fft.samples.set(samples);
  fft.run();
  assertEquals(fft.samples, samples);
  fft.samples.fill(0);
  fft.run();
  assertEquals(fft.power, new Float64Array(2 * 17));
});

for (const size of [0, 2, 100, 511, NaN, Infinity]) {
  Deno.test(`RealFft refuses a size of ${size}`, () => {
    assertThrows(() => createFft(size), RangeError, `value is ${size}`);
  });
}
