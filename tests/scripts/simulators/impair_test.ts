import { assert, assertEquals } from "@std/assert";
import { impair } from "../../../scripts/_simulators/impair.ts";

const MESSAGES = Array.from({ length: 10_000 }, (_, i) => i);

Deno.test("impair() leaves a good network alone", () => {
  assertEquals(
    impair(MESSAGES, { lossPercent: 0, isReordered: false }),
    MESSAGES,
  );
});

Deno.test("impair() loses the share it is told, the same messages each time", () => {
  const manner = { lossPercent: 2, isReordered: false };
  const kept = impair(MESSAGES, manner);
  assert(Math.abs(kept.length - 9_800) < 50, `${kept.length} are left`);
  assertEquals(kept, impair(MESSAGES, manner));
  assertEquals(kept, kept.toSorted((a, b) => a - b));
  assertEquals(impair(MESSAGES, { ...manner, lossPercent: 100 }), []);
});

Deno.test("impair() lets messages be overtaken by at most three, and loses none by it", () => {
  const kept = impair(MESSAGES, { lossPercent: 0, isReordered: true });
  assertEquals(kept.toSorted((a, b) => a - b), MESSAGES);
  const overtaken = kept.map((message, place) => place - message)
    .filter((delay) => delay > 0);
  assert(overtaken.length > 800, `${overtaken.length} are late`);
  assertEquals(Math.max(...overtaken), 3);
});
