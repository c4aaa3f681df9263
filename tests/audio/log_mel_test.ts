import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { LogMel } from "../../src/audio/log_mel.ts";
import { golden, numbers } from "./_golden.ts";
import { chirp, noise, sine, voice } from "./_signals.ts";

/** Rows are single precision and as large as 16.2, where its last place is 1.9e-6; golden values have nine digits. */
const TOLERANCE = 1.91e-6 / 2 + 5e-8;

const SIGNALS: Readonly<Record<string, Float32Array>> = {
  chirp: chirp(16_000, 8_000),
  noise: noise(8_000),
  voice: voice(16_000, 8_000),
  silence: new Float32Array(8_000),
};

function frameAt(signal: Float32Array, row: number): Float32Array {
  return signal.subarray(160 * row, 160 * row + 400);
}

/** The row of one frame. */
function rowOf(frame: Float32Array, logMel = new LogMel(FEATURES)) {
  logMel.samples.set(frame);
  return logMel.rows(1);
}

/** The powers of one frame. */
function powersOf(frame: Float32Array, logMel: LogMel) {
  logMel.samples.set(frame);
  return logMel.powerRows(1);
}

for (const { signal, row, values } of golden.logMel) {
  Deno.test(`LogMel gives NumPy's row ${row} of ${signal}`, () => {
    const actual = rowOf(frameAt(SIGNALS[signal]!, row));
    assertEquals(actual.length, 64);
    numbers(values).forEach((value, m) =>
      assertAlmostEquals(actual[m]!, value, TOLERANCE, `band ${m}`)
    );
  });
}

Deno.test("LogMel finds the variance of white noise in every band", () => {
  const logMel = new LogMel(FEATURES);
  const signal = noise(160_000);
  const means = new Float64Array(64);
  for (let k = 0; k < 990; k++) {
    powersOf(frameAt(signal, k), logMel).forEach((power, m) => {
      means[m]! += power / 990;
    });
  }
  const variance = 0.5 ** 2 / 12; // uniform within ±1/4
  // 990 overlapping rows of one or more bins: a standard error of 4 % at most.
  means.forEach((mean) => assertAlmostEquals(mean / variance, 1, 0.16));
});

Deno.test("LogMel puts a tone into the band that holds it", () => {
  const row = rowOf(sine(1000, 16_000, 400));
  const loudest = row.indexOf(Math.max(...row));
  // (mel(1000) - mel(60)) / ((mel(4000) - mel(60)) / 65) = 28.7, less one for the first peak.
  assertEquals(loudest, 28);
});

Deno.test("LogMel.rows() are the logarithm of powerRows() plus the floor", () => {
  const spec = { ...FEATURES, powerFloor: 1e-3, melCount: 20 };
  const logMel = new LogMel(spec);
  const frame = frameAt(SIGNALS["voice"]!, 12);
  const power = powersOf(frame, logMel).slice();
  rowOf(frame, logMel).forEach((value, m) =>
    assertAlmostEquals(value, Math.log(power[m]! + 1e-3), 1e-6)
  );
});

Deno.test("LogMel rises by 20 dB for ten times the amplitude", () => {
  const logMel = new LogMel(FEATURES);
  const frame = frameAt(SIGNALS["noise"]!, 3);
  const quiet = powersOf(frame.map((x) => x / 10), logMel).slice();
  powersOf(frame, logMel).forEach((power, m) =>
    assertAlmostEquals(power / quiet[m]!, 100, 1e-3)
  );
});

Deno.test("LogMel forgets the frame before", () => {
  const logMel = new LogMel(FEATURES);
  const fresh = rowOf(frameAt(SIGNALS["voice"]!, 5), logMel).slice();
  rowOf(frameAt(SIGNALS["noise"]!, 5), logMel);
  assertEquals(rowOf(frameAt(SIGNALS["voice"]!, 5), logMel), fresh);
});

Deno.test("LogMel gives a frame the same bits whichever frames come with it", () => {
  for (
    const spec of [FEATURES, { ...FEATURES, frameSamples: 398, melCount: 33 }]
  ) {
    const { frameSamples, hopSamples, melCount } = spec;
    const logMel = new LogMel(spec);
    const voiced = SIGNALS["voice"]!;
    const most = (logMel.samples.length - frameSamples) / hopSamples + 1;
    for (let count = 1; count <= most; count++) {
      const samples = voiced.subarray(
        0,
        (count - 1) * hopSamples + frameSamples,
      );
      logMel.samples.set(samples);
      const rows = logMel.rows(count).slice();
      assertEquals(logMel.samples.subarray(0, samples.length), samples);
      for (let k = 0; k < count; k++) {
        const at = k * hopSamples;
        const alone = rowOf(voiced.subarray(at, at + frameSamples), logMel);
        assertEquals(rows.slice(k * melCount, (k + 1) * melCount), alone);
      }
    }
  }
});

Deno.test("LogMel stays finite at the largest amplitude that is let in", () => {
  const row = rowOf(
    Float32Array.from({ length: 400 }, (_, i) => i % 2 ? 8 : -8),
  );
  assertEquals(row.every(Number.isFinite), true);
});

Deno.test("LogMel refuses a frame that is longer than the transform", () => {
  assertThrows(
    () => new LogMel({ ...FEATURES, frameSamples: 513 }),
    RangeError,
    "must fit the transform of 512 samples: current value is 513",
  );
});
