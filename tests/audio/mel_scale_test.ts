import { assertAlmostEquals, assertEquals } from "@std/assert";
import { hzToMel, melToHz } from "../../src/audio/mel_scale.ts";

Deno.test("hzToMel() is linear below and logarithmic above", () => {
  assertEquals(hzToMel(0), 0);
  assertAlmostEquals(hzToMel(700), 2595 * Math.log10(2), 1e-12);
  assertAlmostEquals(hzToMel(6300), 2595, 1e-12);
});

Deno.test("melToHz() takes hzToMel() back", () => {
  for (const hz of [0, 60, 1000, 4000, 8000]) {
    assertAlmostEquals(melToHz(hzToMel(hz)), hz, 1e-9);
  }
});
