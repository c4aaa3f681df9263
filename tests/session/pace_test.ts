import { assert, assertEquals } from "@std/assert";
import { BURST_MS, PACE, RECOVERED_MS } from "../../src/session/limits.ts";
import { Pace } from "../../src/session/pace.ts";
import { FakeClock } from "./_fakes.ts";

Deno.test("Pace lets a burst through at once, and no more", () => {
  const pace = new Pace(() => 0);
  for (let heardMs = 0; heardMs < BURST_MS; heardMs += 500) {
    assert(pace.isOpen);
    pace.spend(500);
  }
  assertEquals([pace.isOpen, pace.hasRecovered], [false, false]);
});

Deno.test("Pace lets through what is due at one and a half times the pace of speech", () => {
  const clock = new FakeClock();
  const pace = new Pace(clock.now);
  pace.spend(BURST_MS);
  let heardMs = 0;
  for (; clock.nowMs < 100_000; clock.nowMs += 250) {
    while (pace.isOpen) {
      pace.spend(480);
      heardMs += 480;
    }
  }
  const dueMs = 100_000 * PACE;
  assert(Math.abs(heardMs - dueMs) <= 2 * 480, `${heardMs}`);
});

Deno.test("Pace has recovered once some seconds may be heard, and earns no more than a burst", () => {
  const clock = new FakeClock();
  const pace = new Pace(clock.now);
  pace.spend(BURST_MS);
  clock.nowMs = RECOVERED_MS / PACE - 1;
  assertEquals(pace.hasRecovered, false);
  clock.nowMs++;
  assertEquals(pace.hasRecovered, true);
  clock.nowMs = 3_600_000;
  pace.spend(BURST_MS);
  assertEquals(pace.isOpen, false);
});

Deno.test("Pace never closes to who speaks", () => {
  const clock = new FakeClock();
  const pace = new Pace(clock.now);
  for (let i = 0; i < 10_000; i++) {
    clock.nowMs += 480;
    assert(pace.hasRecovered);
    pace.spend(480);
  }
});
