import { assertEquals } from "@std/assert";
import { isTooLate } from "../../src/session/lateness.ts";

/** A window that came 3 s ago, on time, and a newer one waits. */
const LATE = {
  nowMs: 10_000,
  arrivedMs: 7_000,
  expectedMs: 7_000,
  hasNewer: true,
};

Deno.test("isTooLate() leaves out a window that waited for over 2 s for a newer one", () => {
  assertEquals(isTooLate(LATE), true);
});

Deno.test("isTooLate() keeps the newest window, however late", () => {
  assertEquals(isTooLate({ ...LATE, hasNewer: false }), false);
});

Deno.test("isTooLate() keeps a window that came just now", () => {
  assertEquals(isTooLate({ ...LATE, arrivedMs: 8_000 }), false);
  assertEquals(isTooLate({ ...LATE, arrivedMs: 7_999 }), true);
});

Deno.test("isTooLate() keeps the windows of a file that comes faster than speech", () => {
  // All of a minute came at 0 ms and is worked on for 10 s.
  for (let endMs = 985; endMs < 60_000; endMs += 480) {
    const window = { nowMs: endMs / 6, arrivedMs: 0, expectedMs: endMs };
    assertEquals(isTooLate({ ...window, hasNewer: true }), false, `${endMs}`);
  }
});
