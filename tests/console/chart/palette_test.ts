import { assert, assertEquals } from "@std/assert";
import { colourOf, inkOn } from "../../../src/console/chart/palette.ts";

const SHIPPED = [
  "neutral",
  "calm",
  "happy",
  "sad",
  "angry",
  "fearful",
  "disgust",
  "surprised",
];

Deno.test("colourOf() gives each label of the shipped model a colour of its own", () => {
  const colours = SHIPPED.map((label) => colourOf(label, SHIPPED));
  assertEquals(new Set(colours).size, SHIPPED.length);
});

Deno.test("colourOf() gives labels of a model of one's own colours in their order", () => {
  const own = ["satisfied", "annoyed", "calm"];
  const colours = own.map((label) => colourOf(label, own));
  assertEquals(new Set(colours).size, 3);
  const many = Array.from({ length: 20 }, (_, i) => `label ${i}`);
  assert(many.every((label) => /^#[\da-f]{6}$/.test(colourOf(label, many))));
});

Deno.test("inkOn() is read more easily than the other ink would be", () => {
  assertEquals(
    ["#ffffff", "#000000", "#f0e442", "#0072b2"].map(inkOn),
    ["#000", "#fff", "#000", "#fff"],
  );
});
