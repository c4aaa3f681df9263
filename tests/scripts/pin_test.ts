import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parsePins, pinned, pinSelf } from "../../scripts/_pin.ts";

Deno.test("parsePins() takes the server's core and the generator's", () => {
  assertEquals(parsePins("0,1"), { server: 0, generator: 1 });
  assertEquals(parsePins("12,2"), { server: 12, generator: 2 });
});

for (const text of ["", "0", "1,1", "0,1,2", "0-1", "a,b", "0, 1", "-1,0"]) {
  Deno.test(`parsePins() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(
      () => parsePins(text),
      SyntaxError,
      `--pin must name two cores, the server's and the generator's: current value is "${text}"`,
    );
  });
}

Deno.test("pinned() puts taskset before a command", () => {
  assertEquals(pinned(3, ["deno", "run", "main.ts"]), [
    "taskset",
    "--cpu-list",
    "3",
    "deno",
    "run",
    "main.ts",
  ]);
});

Deno.test("pinSelf() says why it cannot", async () => {
  await assertRejects(
    () => pinSelf(9_999),
    Error,
    "Cannot keep to core 9999 as taskset must do it",
  );
});
