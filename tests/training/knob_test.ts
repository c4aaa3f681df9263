import { assertEquals } from "@std/assert";
import {
  choices,
  type Knob,
  number,
  range,
  share,
  whole,
} from "../../src/training/knob.ts";

function parsed<T>({ parse }: Knob<T>, texts: readonly string[]) {
  return texts.map(parse);
}

Deno.test("whole() reads whole numbers within its bounds", () => {
  const knob = whole(3, [1, 9], "why");
  assertEquals(knob.rule, "a whole number from 1 to 9");
  assertEquals(parsed(knob, ["1", "9", " 4 ", "1e0"]), [1, 9, 4, 1]);
  for (const text of ["0", "10", "1.5", "", " ", "x", "1,2", "NaN"]) {
    assertEquals([text, knob.parse(text)], [text, undefined]);
  }
});

Deno.test("number() and share() read numbers within their bounds", () => {
  assertEquals(parsed(number(1, [-2, 2], ""), ["-2", "1e-3", "2.1"]), [
    -2,
    1e-3,
    undefined,
  ]);
  assertEquals(parsed(share(1, ""), ["0", "0.5", "1", "1.01", "-0.1"]), [
    0,
    0.5,
    1,
    undefined,
    undefined,
  ]);
});

Deno.test("range() reads two numbers in their order", () => {
  const knob = range([0, 1], [-5, 5], "");
  assertEquals(knob.parse("-1, 2"), [-1, 2]);
  assertEquals(knob.parse("2,2"), [2, 2]);
  for (const text of ["1", "2,1", "1,2,3", "1,", "-6,0", "0,6", "a,b"]) {
    assertEquals([text, knob.parse(text)], [text, undefined]);
  }
});

Deno.test("choices() reads numbers, each once, with those it needs", () => {
  const knob = choices([1, 2], [0, 5], "", [1]);
  assertEquals(knob.rule, "numbers from 0 to 5, each once, among them 1");
  assertEquals(knob.parse("3,1"), [3, 1]);
  for (const text of ["3", "1,1", "1,9", "", "1,,2"]) {
    assertEquals([text, knob.parse(text)], [text, undefined]);
  }
});
