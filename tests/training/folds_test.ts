import { assertEquals, assertThrows } from "@std/assert";
import { FOLDS, KEPT_APART, parseFoldName } from "../../src/training/folds.ts";

Deno.test("parseFoldName() takes the five folds", () => {
  assertEquals(Object.keys(FOLDS).map(parseFoldName), [
    "F0",
    "F1",
    "F2",
    "F3",
    "F4",
  ]);
});

for (const text of ["F5", "f0", "", "0", "toString"]) {
  Deno.test(`parseFoldName() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(
      () => parseFoldName(text),
      RangeError,
      `must be one of F0, F1, F2, F3, F4: current value is "${text}"`,
    );
  });
}

Deno.test("KEPT_APART are the test actors of the fold that is measured last", () => {
  assertEquals(KEPT_APART, ["1", "4", "9", "22"]);
});
