import { assertEquals } from "@std/assert";
import { firstDifference } from "../../src/training/first_difference.ts";

Deno.test("firstDifference() names what differs, from the outside in", () => {
  const was = { data: "d", knobs: { epochs: 1, speeds: [1, 2] } };
  assertEquals(
    firstDifference(was, { ...was, knobs: { ...was.knobs, epochs: 2 } }),
    { path: "knobs.epochs", was: "1", is: "2" },
  );
  assertEquals(
    firstDifference(was, { ...was, knobs: { ...was.knobs, speeds: [2, 1] } }),
    { path: "knobs.speeds", was: "[1,2]", is: "[2,1]" },
  );
  assertEquals(firstDifference("a", "b", "labels"), {
    path: "labels",
    was: '"a"',
    is: '"b"',
  });
});

Deno.test("firstDifference() sees what only one side has", () => {
  assertEquals(firstDifference({ a: 1 }, { a: 1, b: null }), {
    path: "b",
    was: "nothing",
    is: "null",
  });
  assertEquals(firstDifference({ a: { b: 1 } }, { a: 3 }), {
    path: "a",
    was: '{"b":1}',
    is: "3",
  });
});

Deno.test("firstDifference() finds none between equals, in any order of names", () => {
  assertEquals(firstDifference({ a: 1, b: [2] }, { b: [2], a: 1 }), undefined);
});
