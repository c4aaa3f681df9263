import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { RealFft, SIGNALS } from "../../../src/audio/fft.ts";
import { SignalHeap } from "../../../src/audio/kernels/module.ts";
import { activePower } from "../../../src/training/impairments/active_level.ts";
import {
  pinkNoise,
  withNoise,
} from "../../../src/training/impairments/noise.ts";
import { Random } from "../../../src/training/random.ts";
import { silence, speechLike } from "../../session/_signals.ts";

const RATE_HZ = 16_000;

function random(seed = 1): Random {
  return new Random(seed, "test");
}

/** Power of a signal in each octave up from `lowHz`, in dB. */
function octaves(samples: Float32Array, lowHz: number, count: number) {
  const size = 4_096;
  const sums = new Float64Array(count);
  const heap = new SignalHeap(RealFft.bytesOf(size));
  const fft = new RealFft(size, heap, size / 2 + 1);
  for (let at = 0; at + size <= samples.length; at += size) {
    samples.subarray(at, at + size).forEach((x, n) => {
      fft.samples[SIGNALS * n] = x;
    });
    fft.run();
    fft.power.forEach((value, i) => {
      if (i % SIGNALS !== 0) return;
      const bin = i / SIGNALS;
      const octave = Math.floor(Math.log2(bin * RATE_HZ / size / lowHz));
      if (octave in sums) sums[octave]! += value;
    });
  }
  return [...sums].map((sum) => 10 * Math.log10(sum));
}

Deno.test("pinkNoise() has the same power in every octave of the features, 62.5 Hz to 4 kHz", () => {
  const noise = pinkNoise(60 * RATE_HZ, RATE_HZ, random());
  const levels = octaves(noise, 62.5, 6);
  const mean = levels.reduce((a, b) => a + b) / levels.length;
  for (const level of levels) assertAlmostEquals(level, mean, 1);
});

Deno.test("pinkNoise() has little below the features: no more than two octaves of it", () => {
  const noise = pinkNoise(60 * RATE_HZ, RATE_HZ, random());
  const [below, within] = [octaves(noise, 3.90625, 4), octaves(noise, 62.5, 6)];
  const power = (levels: number[]) =>
    levels.reduce((sum, db) => sum + 10 ** (db / 10), 0);
  assert(power(below) < power(within) / 3);
});

Deno.test("pinkNoise() is steady from its first tenth of a second on", () => {
  const noise = pinkNoise(4 * RATE_HZ, RATE_HZ, random());
  const power = (from: number, end: number) =>
    noise.subarray(from, end).reduce((sum, x) => sum + x * x, 0) / (end - from);
  const ratio = power(0, 1_600) / power(0, noise.length);
  assert(ratio > 0.5 && ratio < 2, String(ratio));
});

for (const snrDb of [20, 10, 0]) {
  Deno.test(`withNoise() adds noise ${snrDb} dB below the active speech`, () => {
    const speech = speechLike(3);
    const heard = withNoise(speech, RATE_HZ, snrDb, random());
    const noise = heard.map((x, i) => x - speech[i]!);
    const power = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
    const actualDb = 10 * Math.log10(activePower(speech, RATE_HZ) / power);
    assertAlmostEquals(actualDb, snrDb, 0.01);
  });
}

Deno.test("withNoise() adds to silence nothing, to no samples none", () => {
  assertEquals(withNoise(silence(1), RATE_HZ, 0, random()), silence(1));
  assertEquals(withNoise(silence(0), RATE_HZ, 0, random()).length, 0);
});

Deno.test("withNoise() repeats itself for the same draws only", () => {
  const speech = speechLike(0.5);
  const heard = withNoise(speech, RATE_HZ, 10, random(1));
  assertEquals(withNoise(speech, RATE_HZ, 10, random(1)), heard);
  const other = withNoise(speech, RATE_HZ, 10, random(2));
  assert(other.some((x, i) => x !== heard[i]));
});
