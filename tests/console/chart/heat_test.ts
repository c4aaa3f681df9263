import { assert, assertEquals } from "@std/assert";
import { HEAT } from "../../../src/console/chart/heat.ts";

Deno.test("HEAT goes from dark to bright, and is opaque", () => {
  assertEquals(HEAT.length, 256);
  assertEquals(HEAT[0]!.toString(16), "ff040000");
  assertEquals(HEAT[255]!.toString(16), "ffbffdfc");
  const greens = [...HEAT].map((pixel) => pixel >> 8 & 0xff);
  assert(greens.every((green, i) => green >= (greens[i - 1] ?? 0)));
});
