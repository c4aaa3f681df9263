import { assertAlmostEquals, assertEquals } from "@std/assert";
import { clipRows } from "../../src/training/clip_rows.ts";
import { makeVariant } from "./_clips.ts";

/** Level of frame t, band g: -t - g / 8. */
const VARIANT = makeVariant(10, (t, g) => -t - g / 8);

Deno.test("clipRows() gives ln(power + floor), frame by frame", () => {
  const rows = clipRows(VARIANT, 1e-3);
  assertEquals(rows.length, 10 * 4);
  for (let t = 0; t < 10; t++) {
    for (let g = 0; g < 4; g++) {
      const expected = Math.log(Math.exp(-t - g / 8) + 1e-3);
      assertAlmostEquals(rows[t * 4 + g]!, expected, 2e-6);
    }
  }
});

Deno.test("clipRows() gives a span of the clip", () => {
  const all = clipRows(VARIANT, 1e-6);
  const span = clipRows(VARIANT, 1e-6, { start: 3, end: 7 });
  assertEquals(span, all.slice(3 * 4, 7 * 4));
});

Deno.test("clipRows() gives silence outside the clip", () => {
  const all = clipRows(VARIANT, 1e-6);
  const wide = clipRows(VARIANT, 1e-6, { start: -2, end: 13 });
  assertEquals(wide.length, 15 * 4);
  assertEquals(wide.slice(2 * 4, 12 * 4), all);
  for (const value of [...wide.slice(0, 8), ...wide.slice(12 * 4)]) {
    assertAlmostEquals(value, Math.log(1e-6 + 1e-10), 1e-6);
  }
});

Deno.test("clipRows() gives nothing but silence for a span beside the clip", () => {
  const rows = clipRows(VARIANT, 1e-6, { start: 20, end: 22 });
  assertEquals(new Set(rows).size, 1);
  assertEquals(rows.length, 8);
});
