import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { mixedDown, resampled } from "../../src/training/whole_signal.ts";

/** A sine of amplitude 0.5. */
function sine(hz: number, rateHz: number, samples: number): Float32Array {
  return Float32Array.from(
    { length: samples },
    (_, i) => 0.5 * Math.sin(2 * Math.PI * hz * i / rateHz),
  );
}

for (
  const [fromHz, toHz] of [
    [48_000, 16_000],
    [8_000, 16_000],
    [16_000, 17_600],
    [16_800, 16_000],
  ] as const
) {
  Deno.test(`resampled() keeps a tone in time from ${fromHz} to ${toHz} Hz`, () => {
    const out = resampled(sine(440, fromHz, fromHz), fromHz, toHz);
    const expected = sine(440, toHz, toHz);
    assertEquals(out.length, toHz);
    for (let i = 200; i < toHz - 200; i++) {
      assertAlmostEquals(out[i]!, expected[i]!, 2e-3);
    }
  });
}

Deno.test("resampled() leaves a signal of the same rate as it is", () => {
  const signal = sine(440, 16_000, 333);
  assertEquals(resampled(signal, 16_000, 16_000), signal);
});

Deno.test("resampled() gives as many samples as the rates say, for any length", () => {
  fc.assert(
    fc.property(
      fc.nat(3_000),
      fc.constantFrom(8_000, 11_025, 17_600, 44_100),
      (length, fromHz) => {
        const out = resampled(
          new Float32Array(length).fill(0.1),
          fromHz,
          16_000,
        );
        assertEquals(out.length, Math.ceil(length * 16_000 / fromHz));
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("mixedDown() is the mean of the channels, and a lone channel itself", () => {
  const left = Float32Array.of(1, 0, -1);
  const right = Float32Array.of(0, 0.5, -1);
  assertEquals(mixedDown([left, right]), Float32Array.of(0.5, 0.25, -1));
  assertEquals(mixedDown([left]), left);
});
