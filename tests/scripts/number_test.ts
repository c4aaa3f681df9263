import { assertEquals, assertThrows } from "@std/assert";
import { parseNumber } from "../../scripts/_number.ts";

Deno.test("parseNumber() takes numbers from the least on, whole or not", () => {
  assertEquals(parseNumber("wait", "ramp", "0", 0), 0);
  assertEquals(parseNumber("wait", "ramp", "2.5", 0), 2.5);
  assertEquals(parseNumber("wait", "ramp", "1e3", 1), 1_000);
});

for (const text of ["", "-1", "soon", "Infinity", "1 s"]) {
  Deno.test(`parseNumber() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(
      () => parseNumber("wait", "ramp", text, 0),
      RangeError,
      `Cannot wait as --ramp must be a number from 0 on: current value is "${text}"`,
    );
  });
}
