import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { resamplePoint, Resampler } from "../../src/audio/resampler.ts";
import { CHUNK_SIZES, inChunks } from "./_chunks.ts";
import { golden, numbers } from "./_golden.ts";
import { chirp, noise, ramp, sine } from "./_signals.ts";

const RATES_HZ = [
  8_000,
  11_025,
  12_345,
  16_000,
  22_050,
  44_100,
  47_999,
  48_000,
];

function resampled(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
  sizes: readonly number[] = [samples.length],
): Float32Array {
  const resampler = new Resampler(fromHz, toHz);
  const outputs: number[] = [];
  const emit = (emitted: Float32Array) => outputs.push(...emitted);
  for (const chunk of inChunks(samples, sizes)) resampler.push(chunk, emit);
  resampler.finish(emit);
  return Float32Array.from(outputs);
}

/** Half of single precision's last place below 1, and of the ninth digit. */
const ROUNDING = 3.1e-8;
/** What interpolation between filters adds, at an amplitude of 1/2. */
const INTERPOLATION = 3e-6;

for (const { fromHz, toHz, count, every, outputs } of golden.resampled) {
  const tolerance = fromHz === 12_345 ? INTERPOLATION : ROUNDING;

  Deno.test(`Resampler from ${fromHz} to ${toHz} Hz gives SciPy's outputs`, () => {
    const actual = resampled(
      chirp(fromHz, Math.floor(fromHz / 20)),
      fromHz,
      toHz,
    );
    assertEquals(actual.length, count);
    numbers(outputs).forEach((value, i) =>
      assertAlmostEquals(actual[i * every]!, value, tolerance)
    );
  });
}

for (const fromHz of RATES_HZ.filter((rate) => rate !== 16_000)) {
  const nyquistHz = Math.min(fromHz, 16_000) / 2;
  const passHz = (fromHz > 16_000 ? 0.8 : 0.9) * nyquistHz;

  for (const share of [0.02, 0.4, 0.75, 1]) {
    const hz = Math.round(share * passHz);
    Deno.test(`Resampler from ${fromHz} Hz leaves a sine of ${hz} Hz in place`, () => {
      const outputs = resampled(sine(hz, fromHz, fromHz / 4), fromHz, 16_000);
      const expected = sine(hz, 16_000, outputs.length);
      for (let n = 200; n < outputs.length - 200; n++) {
        assertAlmostEquals(outputs[n]!, expected[n]!, 2e-4); // -74 dB: ripple and images
      }
    });
  }
}

for (const fromHz of [22_050, 44_100, 48_000]) {
  for (const hz of [8_010, 9_000, fromHz / 2 - 500]) {
    Deno.test(`Resampler from ${fromHz} Hz lets nothing of ${hz} Hz fold back`, () => {
      const outputs = resampled(sine(hz, fromHz, fromHz / 4), fromHz, 16_000);
      for (const output of outputs.subarray(200, -200)) {
        assertLess(Math.abs(output), 10 ** (-78 / 20));
      }
    });
  }
}

Deno.test("Resampler gives the same bits for any chunking", () => {
  fc.assert(
    fc.property(fc.constantFrom(...RATES_HZ), CHUNK_SIZES, (fromHz, sizes) => {
      const samples = noise(3_000);
      assertEquals(
        resampled(samples, fromHz, 16_000, sizes),
        resampled(samples, fromHz, 16_000),
      );
    }),
    { seed: 1 },
  );
});

Deno.test("Resampler gives ceil(inputs * to / from) outputs between any rates", () => {
  const rate = fc.integer({ min: 8_000, max: 48_000 });
  fc.assert(
    fc.property(rate, rate, fc.nat(3_000), (fromHz, toHz, count) => {
      assertEquals(
        resampled(noise(count), fromHz, toHz).length,
        Math.ceil(count * toHz / fromHz),
      );
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("Resampler emits what is complete and holds back 26 samples", () => {
  const resampler = new Resampler(8_000, 16_000);
  let count = 0;
  resampler.push(noise(8_000), (emitted) => count += emitted.length);
  assertEquals(count, 2 * (8_000 - 26));
});

Deno.test("Resampler passes the inputs through at equal rates", () => {
  const samples = noise(100);
  assertEquals(resampled(samples, 16_000, 16_000, [7]), samples);
});

Deno.test("Resampler keeps inputs that coincide with outputs of a higher rate", () => {
  const samples = noise(500);
  const outputs = resampled(samples, 8_000, 16_000);
  assertEquals(samples, samples.map((_, i) => outputs[2 * i]!));
});

for (const fromHz of RATES_HZ) {
  Deno.test(`Resampler from ${fromHz} Hz keeps a constant`, () => {
    const ones = new Float32Array(2_000).fill(0.5);
    const outputs = resampled(ones, fromHz, 16_000);
    const edge = Math.ceil(100 * 16_000 / fromHz);
    for (const output of outputs.subarray(edge, -edge)) {
      assertAlmostEquals(output, 0.5, 1e-7);
    }
  });
}

Deno.test("Resampler keeps exact positions over an hour", () => {
  const resampler = new Resampler(11_025, 16_000);
  const second = new Float32Array(11_025);
  let count = 0;
  const impulses: number[] = [];
  for (let s = 0; s < 3600; s++) {
    second[441] = s % 600 === 599 ? 1 : 0; // 441 inputs are 640 outputs
    resampler.push(second, (emitted) => {
      const at = emitted.indexOf(1);
      if (at >= 0) impulses.push(count + at);
      count += emitted.length;
    });
  }
  assertEquals(
    impulses,
    [1, 2, 3, 4, 5, 6].map((i) => (i * 600 - 1) * 16_000 + 640),
  );
});

Deno.test("Resampler emits nothing of nothing", () => {
  for (const fromHz of RATES_HZ) {
    assertEquals(resampled(ramp(0), fromHz, 16_000).length, 0);
  }
});

Deno.test("Resampler stays finite at the largest amplitudes", () => {
  const samples = Float32Array.from({ length: 900 }, (_, i) => i % 2 ? 8 : -8);
  for (const fromHz of RATES_HZ) {
    assert(resampled(samples, fromHz, 16_000).every((x) => Math.abs(x) < 32));
  }
});

for (const rateHz of [7, 7_999, 48_001, 1e9, 44_100.5, NaN, Infinity, -8_000]) {
  Deno.test(`Resampler refuses a rate of ${rateHz} Hz`, () => {
    const message = `current value is ${rateHz}`;
    assertThrows(() => new Resampler(rateHz, 16_000), RangeError, message);
    assertThrows(() => new Resampler(16_000, rateHz), RangeError, message);
  });
}

Deno.test("resamplePoint() is where a new Resampler gives what one from the start does", () => {
  for (const fromHz of RATES_HZ) {
    const samples = noise(fromHz * 3);
    const whole = resampled(samples, fromHz, 16_000);
    for (const output of [0, 1, 160, 4_800, 7_777, 30_000]) {
      const point = resamplePoint(output, fromHz, 16_000);
      assert(point.output <= output && point.input >= 0);
      const late = resampled(samples.subarray(point.input), fromHz, 16_000);
      assertEquals(
        late.subarray(output - point.output),
        whole.subarray(output),
        `${fromHz} Hz from ${output}`,
      );
    }
  }
});

Deno.test("resamplePoint() goes no further back than it must", () => {
  assertEquals(resamplePoint(480, 16_000, 16_000), { input: 480, output: 480 });
  assertEquals(resamplePoint(0, 8_000, 16_000), { input: 0, output: 0 });
  for (const fromHz of [8_000, 11_025, 44_100, 48_000]) {
    const { output } = resamplePoint(16_000, fromHz, 16_000);
    assertLess(16_000 - output, 0.04 * 16_000 + 1);
  }
});
