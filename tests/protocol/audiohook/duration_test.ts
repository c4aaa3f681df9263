import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  formatDuration,
  parseDuration,
  secondsToSamples,
} from "../../../src/protocol/audiohook/duration.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("parseDuration() reads seconds, with or without a fraction", () => {
  for (
    const [text, seconds] of [
      ["PT0S", 0],
      ["PT1.5S", 1.5],
      ["PT.25S", 0.25],
      ["PT0012.50S", 12.5],
      ["PT0.000125S", 0.000125],
      ["PT0.30000000000000004S", 0.30000000000000004],
      ["PT1000000000S", 1e9],
    ] as const
  ) assertEquals(parseDuration(text), seconds, text);
});

Deno.test("parseDuration() knows no other unit, sign or notation", () => {
  for (
    const text of [
      "",
      "PT",
      "PTS",
      "PT.S",
      "PT5.S",
      "PT1,5S",
      "PT-1S",
      "PT+1S",
      "PT1e3S",
      "PT1M",
      "PT1M30S",
      "P1D",
      "1.5",
      " PT1S",
      "PT1S\n",
      "pt1s",
      "PT1000000000.5S",
      "PT1000000001S",
      `PT${"9".repeat(31)}S`,
      "PTNaNS",
      "PTInfinityS",
    ]
  ) assertEquals(parseDuration(text), undefined, text);
});

Deno.test("formatDuration() writes the fewest digits, to the nanosecond", () => {
  for (
    const [ms, text] of [
      [0, "PT0S"],
      [1_500, "PT1.5S"],
      [0.125, "PT0.000125S"],
      [0.0625, "PT0.0000625S"],
      [100, "PT0.1S"],
      [3_600_000, "PT3600S"],
      [0.0000001, "PT0S"],
    ] as const
  ) assertEquals(formatDuration(ms), text);
});

Deno.test("a duration tells every sample of a call from every other", () => {
  const samples = fc.integer({ min: 0, max: 7 * 24 * 3_600 * 48_000 });
  const rateHz = fc.constantFrom(8_000, 16_000, 24_000, 44_100, 48_000);
  fc.assert(
    fc.property(samples, rateHz, (samples, rateHz) => {
      const text = formatDuration(samples * 1_000 / rateHz);
      assertEquals(secondsToSamples(parseDuration(text)!, rateHz), samples);
    }),
    { numRuns: 5_000 },
  );
});
