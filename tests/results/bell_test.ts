import { assertEquals } from "@std/assert";
import { Bell } from "../../src/results/bell.ts";

Deno.test("Bell is heard by who listens later, once", async () => {
  const bell = new Bell();
  bell.ring();
  bell.ring();
  assertEquals(await bell.rung(60_000), true);
  assertEquals(await bell.rung(1), false);
});

Deno.test("Bell wakes who listens, and leaves no timer", async () => {
  const bell = new Bell();
  const rung = bell.rung(60_000);
  bell.ring();
  assertEquals(await rung, true);
});
