import { assertEquals } from "@std/assert";
import {
  conditionText,
  counted,
  folds,
  grouped,
  interval,
  listed,
  percent,
  spread,
} from "../../src/report/wording.ts";

Deno.test("percent() and interval() show one decimal, and a dash for nothing", () => {
  assertEquals(percent(0.61094), "61.1");
  assertEquals([percent(null), percent(undefined)], ["–", "–"]);
  assertEquals(interval([0.5, 0.75]), "50.0 to 75.0");
});

Deno.test("spread() has a deviation only over several seeds", () => {
  assertEquals(spread({ mean: 0.6, sd: 0.02, perSeed: [] }), "60.0 ± 2.0");
  assertEquals(spread({ mean: 0.6, sd: null, perSeed: [0.6] }), "60.0");
});

Deno.test("counted() and grouped() write counts as sentences do", () => {
  assertEquals(
    [counted(1, "seed"), counted(0, "seed"), counted(1_200, "clip")],
    ["1 seed", "0 seeds", "1,200 clips"],
  );
  assertEquals([7, 999, 230_872, 1_000_000].map(grouped), [
    "7",
    "999",
    "230,872",
    "1,000,000",
  ]);
});

Deno.test("listed() and folds() join names", () => {
  assertEquals([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
  assertEquals(folds(["F0", "F1", "F2", "F3"]), "F0 to F3");
  assertEquals(folds(["F0", "F2", "F3"]), "F0, F2 and F3");
});

Deno.test("conditionText() falls back on the name", () => {
  assertEquals(conditionText("clean"), "as recorded");
  assertEquals(conditionText("underwater"), "underwater");
});
