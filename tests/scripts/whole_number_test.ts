import { assertEquals, assertThrows } from "@std/assert";
import { wholeNumber } from "../../scripts/_whole_number.ts";

Deno.test("wholeNumber() takes whole numbers from the least on", () => {
  assertEquals(wholeNumber("count", "epochs", "1", 1), 1);
  assertEquals(wholeNumber("count", "epochs", "007", 0), 7);
});

for (const text of ["0", "", "-1", "1.5", "1e3", "two", " 1", "9".repeat(20)]) {
  Deno.test(`wholeNumber() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(
      () => wholeNumber("count", "epochs", text, 1),
      RangeError,
      `Cannot count as --epochs must be a whole number from 1 on: current value is "${text}"`,
    );
  });
}
