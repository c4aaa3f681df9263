import { assertEquals } from "@std/assert";
import { backOffMs } from "../../src/client/back_off.ts";

Deno.test("backOffMs() is anything up to a bound that doubles, and then stays", () => {
  assertEquals(
    [0, 1, 2, 3, 4, 5, 50].map((attempt) => backOffMs(attempt, 0.5)),
    [125, 250, 500, 1_000, 2_000, 2_500, 2_500],
  );
  assertEquals(backOffMs(9, 0), 0);
});
