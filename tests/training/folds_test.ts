import { assertEquals, assertThrows } from "@std/assert";
import {
  checkActors,
  FOLDS,
  KEPT_APART,
  parseFoldName,
} from "../../src/training/folds.ts";

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

const ACTORS = Array.from({ length: 24 }, (_, i) => String(i + 1));

function without(...missing: readonly string[]): string[] {
  return ACTORS.filter((actor) => !missing.includes(actor));
}

Deno.test("checkActors() refuses a corpus that lacks an actor of the fold", () => {
  checkActors("F0", ACTORS);
  checkActors("F0", without("24", ...KEPT_APART));
  assertThrows(
    () => checkActors("F0", without("3", "15", "24")),
    RangeError,
    "Cannot split by fold F0 as the corpus must hold each of its actors: it has no clip of 15, 3",
  );
});

Deno.test("checkActors() lets F4 train where all of its test actors were kept away", () => {
  checkActors("F4", without(...KEPT_APART));
  assertThrows(() => checkActors("F4", without("1")), RangeError, "clip of 1");
  assertThrows(
    () => checkActors("F4", without("5", ...KEPT_APART)),
    RangeError,
    "clip of 5",
  );
});
