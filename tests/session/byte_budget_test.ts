import { assertEquals } from "@std/assert";
import { ByteBudget } from "../../src/session/byte_budget.ts";

Deno.test("ByteBudget gives up to its bound and no byte more", () => {
  const budget = new ByteBudget(10);
  assertEquals(budget.take(6), true);
  assertEquals(budget.take(5), false);
  assertEquals(budget.take(4), true);
  assertEquals(budget.take(1), false);
  assertEquals(budget.heldBytes, 10);
});

Deno.test("ByteBudget has again what was given back", () => {
  const budget = new ByteBudget(10);
  budget.take(10);
  budget.give(3);
  assertEquals(budget.take(4), false);
  assertEquals(budget.take(3), true);
});
