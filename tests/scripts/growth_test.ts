import { assertAlmostEquals, assertEquals } from "@std/assert";
import { growthPerMinute } from "../../scripts/_growth.ts";

Deno.test("growthPerMinute() tells the slope of a line, and sees through what goes up and down", () => {
  const points = Array.from({ length: 601 }, (_, second) => ({
    atMs: 5_000 + 1_000 * second,
    value: 100 + 3 * second / 60 + (second % 2 ? 10 : -10),
  }));
  assertAlmostEquals(growthPerMinute(points)!, 3, 0.01);
});

Deno.test("growthPerMinute() is 0 for what stays", () => {
  const points = [0, 1, 2].map((atMs) => ({ atMs, value: 7 }));
  assertEquals(growthPerMinute(points), 0);
});

Deno.test("growthPerMinute() is unknown from one moment, or none", () => {
  assertEquals(growthPerMinute([]), null);
  assertEquals(growthPerMinute([{ atMs: 1, value: 7 }]), null);
});
