import { assertEquals, assertRejects } from "@std/assert";
import { deferred } from "../../src/client/deferred.ts";
import { settled } from "./_fake_time.ts";

Deno.test("deferred() is settled from outside, once", async () => {
  const { promise, resolve, reject } = deferred<number>();
  resolve(1);
  resolve(2);
  reject(new RangeError("late"));
  assertEquals(await promise, 1);
});

Deno.test("deferred() rejects for who waits, and for nobody in silence", async () => {
  const { promise, reject } = deferred<void>();
  reject(new RangeError("gone"));
  await settled(); // an unheard rejection would have failed this test
  await assertRejects(() => promise, RangeError, "gone");
});
