import { assertEquals } from "@std/assert";
import {
  NUMBER_WIDTH,
  percent,
  points,
  tableRow,
} from "../../src/training/text_table.ts";

Deno.test("tableRow() sets the name left and cells right, so that rows line up", () => {
  const rows = [
    tableRow("calm", ["75.0", "3"]),
    tableRow("surprised", ["-", "128"]),
    tableRow("", ["recall", "calm"]),
  ];
  assertEquals(rows, [
    "calm             75.0         3",
    "surprised           -       128",
    "               recall      calm",
  ]);
  assertEquals(rows[0]!.length, 11 + 2 * (1 + NUMBER_WIDTH));
});

Deno.test("percent() has one decimal, and a dash for what is not known", () => {
  assertEquals([0.625, 1, 0, null].map(percent), ["62.5", "100.0", "0.0", "-"]);
});

Deno.test("points() shows the sign of a difference", () => {
  assertEquals([0.0156, -0.3, 0].map(points), ["+1.6", "-30.0", "0.0"]);
});
