import { assert, assertEquals } from "@std/assert";
import { missingField, missingLine, patternOf } from "./_loosely.ts";

Deno.test("patternOf() lets figures, bars, ids and labels differ, and nothing else", () => {
  const pattern = patternOf(
    "  0.0–1.0 s  customer  angry?  ███▎  36 % neutral 19, sad 18",
  );
  assert(pattern.test("0.5–3.4 s  customer  happy  █▏  7 % calm 1, fearful 0"));
  assert(!pattern.test("0.5–3.4 s  agent  happy  █▏  7 % calm 1, fearful 0"));
  assert(!pattern.test("0.5–3.4 s  customer  happy  █▏  calm 1, fearful 0"));
});

Deno.test("missingLine() wants every line, in order", () => {
  assertEquals(missingLine("one\n…\ntwo 2", "one\nand\ntwo 3\n"), undefined);
  assertEquals(missingLine("two 2\none", "one\ntwo 3\n"), "one");
});

Deno.test("missingField() names what an answer has not, or has of another type", () => {
  const shown = { a: [{ b: "x", c: null }] };
  assertEquals(missingField(shown, { a: [{ b: "y", c: null }] }), undefined);
  assertEquals(missingField(shown, { a: [{ b: 1, c: null }] }), "$.a.0.b");
  assertEquals(missingField(shown, { a: [{ b: "x", c: {} }] }), "$.a.0.c");
  assertEquals(missingField(shown, {}), "$.a");
});
