import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { clockPace } from "../../scripts/_pace.ts";
import { fakeClock } from "./_fake_clock.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("clockPace() lets each chunk go at its moment, however late the timers are", async () => {
  await fc.assert(fc.asyncProperty(
    fc.constantFrom(0.5, 1, 4),
    fc.infiniteStream(fc.double({ min: 0, max: 15, noNaN: true })),
    async (rtf, latenesses) => {
      const clock = fakeClock(() => latenesses.next().value);
      const pace = clockPace(rtf, clock);
      for (let atMs = 0; atMs <= 2_000; atMs += 20) {
        await pace(atMs);
        const lateMs = clock.now() - (1_000 + atMs / rtf);
        assert(lateMs > -1 && lateMs <= 15, `${lateMs} ms late at ${atMs}`);
      }
    },
  ));
});

Deno.test("clockPace() does not drift in an hour of late timers", async () => {
  const clock = fakeClock(() => 3);
  const pace = clockPace(1, clock);
  for (let atMs = 0; atMs <= 3_600_000; atMs += 20) await pace(atMs);
  assertAlmostEquals(clock.now(), 3_601_000, 4);
});

Deno.test("clockPace() does not sleep for less than a timer can", async () => {
  const clock = fakeClock(() => 0);
  const pace = clockPace(1, clock);
  for (let atMs = 0; atMs <= 10; atMs += 1 / 16) await pace(atMs);
  assertEquals(clock.sleeps.length, 10);
});
