import { assertEquals } from "@std/assert";
import { listOf, mustBe } from "../../src/config/words.ts";

Deno.test("listOf() gives the parts of a list, and none that is empty", () => {
  assertEquals(listOf(" a, b c ,,d,"), ["a", "b c", "d"]);
  assertEquals([listOf(""), listOf(" , "), listOf(undefined)], [[], [], []]);
});

Deno.test("mustBe() names the variable, the rule and the value, on one line", () => {
  assertEquals(
    mustBe("PORT", "a number", 'a\n"b"'),
    'PORT must be a number: current value is "a\\n\\"b\\""',
  );
});
