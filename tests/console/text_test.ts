import { assertEquals } from "@std/assert";
import { clockText, percentText } from "../../src/console/text.ts";

Deno.test("clockText() writes minutes, and hours where there are any", () => {
  assertEquals(
    [-5, 0, 7_999, 760_000, 3_599_999, 3_600_000, 36_725_000].map(clockText),
    ["0:00", "0:00", "0:07", "12:40", "59:59", "1:00:00", "10:12:05"],
  );
});

Deno.test("percentText() rounds to whole percents", () => {
  assertEquals([0, 0.714, 0.995, 1].map(percentText), [
    "0 %",
    "71 %",
    "100 %",
    "100 %",
  ]);
});
