import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { MelFilterbank } from "../../src/audio/mel_filterbank.ts";
import { golden, numbers } from "./_golden.ts";

/** What each band makes of power in one bin: `[binCount]` rows of `[melCount]`. */
function weightsByBin(filterbank: MelFilterbank, melCount: number) {
  return Array.from({ length: filterbank.binCount }, (_, bin) => {
    const power = new Float64Array(filterbank.binCount);
    power[bin] = 1;
    return rowOf(filterbank, power, melCount);
  });
}

/** Each band's power, by definition. */
function rowOf(
  { bands }: MelFilterbank,
  power: Float64Array,
  melCount: number,
): Float32Array {
  assertEquals(bands.length, melCount);
  return Float32Array.from(
    bands,
    ({ firstBin, weights }) =>
      weights.reduce(
        (sum, weight, i) => sum + weight * power[firstBin + i]!,
        0,
      ),
  );
}

Deno.test("MelFilterbank has SciPy's weights", () => {
  const byBin = weightsByBin(new MelFilterbank(FEATURES), 64);
  golden.filterbank.forEach(({ firstBin, weights }, m) => {
    const expected = new Float64Array(byBin.length);
    expected.set(numbers(weights), firstBin);
    byBin.forEach((row, bin) =>
      // Weights <= 1 in single precision, golden ones of nine digits.
      assertAlmostEquals(row[m]!, expected[bin]!, 1e-7, `band ${m}`)
    );
  });
});

Deno.test("MelFilterbank looks at no bin from maxHz on", () => {
  assertEquals(new MelFilterbank(FEATURES).binCount, 128); // 128 * 31.25 Hz = 4000 Hz
});

Deno.test("MelFilterbank finds the same power of white noise in every band", () => {
  const filterbank = new MelFilterbank({ ...FEATURES, melCount: 40 });
  const power = new Float64Array(filterbank.binCount).fill(3);
  rowOf(filterbank, power, 40).forEach((power) =>
    assertAlmostEquals(power, 3, 1e-6)
  );
});

Deno.test("MelFilterbank reaches down to minHz and up to half the rate", () => {
  const spec = { ...FEATURES, minHz: 0, maxHz: 8_000, melCount: 40 };
  const byBin = weightsByBin(new MelFilterbank(spec), 40);
  assertEquals(byBin.length, 256);
  assertEquals(byBin[0], new Float32Array(40)); // the lower edge itself weighs 0
  assertEquals(byBin[1]![0]! > 0, true);
  assertEquals(byBin[255]![39]! > 0, true);
});

Deno.test("MelFilterbank refuses bands that are narrower than a bin", () => {
  assertThrows(
    () => new MelFilterbank({ ...FEATURES, melCount: 128 }),
    RangeError,
    "each must hold a bin of 31.25 Hz: current value is none in band",
  );
});

for (const [minHz, maxHz] of [[-1, 4000], [4000, 4000], [60, 8001]] as const) {
  Deno.test(`MelFilterbank refuses bands from ${minHz} to ${maxHz} Hz`, () => {
    assertThrows(
      () => new MelFilterbank({ ...FEATURES, minHz, maxHz }),
      RangeError,
      `current values are ${minHz} and ${maxHz}`,
    );
  });
}
