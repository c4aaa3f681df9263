import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { LoadSchedule, type LoadShape } from "../../scripts/_load_schedule.ts";

fc.configureGlobal({ seed: 2_026 });

const STRIDE_MS = 480;

const SHAPE: LoadShape = {
  sessions: 5,
  rampMs: 3_000,
  settleMs: 4_000,
  durationMs: 30_000,
  inStep: false,
};

Deno.test("LoadSchedule lets the first be alone, the others come over the ramp, and all settle", () => {
  const schedule = new LoadSchedule(SHAPE, 100);
  const dials = [0, 1, 2, 3, 4].map((seat) => schedule.dialMs(seat));
  assertEquals(dials, [100, 4_100, 4_850, 5_600, 6_350]);
  assertEquals(schedule.aloneUntilMs, 4_100);
  assertEquals(schedule.measuredFromMs, 11_100);
  assertEquals(schedule.endMs, 41_100);
});

Deno.test("LoadSchedule has a place for one session, and none for a ramp", () => {
  const one = new LoadSchedule({ ...SHAPE, sessions: 1, rampMs: 0 }, 0);
  assertEquals([one.dialMs(0), one.measuredFromMs], [0, 8_000]);
  const all = new LoadSchedule({ ...SHAPE, rampMs: 0 }, 0);
  assertEquals([1, 2, 3, 4].map((seat) => all.dialMs(seat)), [
    4_000,
    4_000,
    4_000,
    4_000,
  ]);
});

Deno.test("LoadSchedule lets a session speak at its place in the stride, within a stride", () => {
  fc.assert(fc.property(
    fc.nat(100_000),
    fc.double({ min: 100, max: 600_000, noNaN: true }),
    (call, fromMs) => {
      const schedule = new LoadSchedule(SHAPE, 100);
      const speakMs = schedule.speakMs(call, fromMs, STRIDE_MS);
      assert(speakMs >= fromMs - 1e-6 && speakMs < fromMs + STRIDE_MS + 1e-6);
      const early = schedule.speakMs(call, 100, STRIDE_MS);
      const strides = (speakMs - early) / STRIDE_MS;
      assertAlmostEquals(strides, Math.round(strides), 1e-6);
    },
  ));
});

Deno.test("LoadSchedule spreads the windows of any number of sessions over the stride", () => {
  const schedule = new LoadSchedule(SHAPE, 0);
  for (const count of [2, 10, 57, 300]) {
    const places = Array.from(
      { length: count },
      (_, call) => schedule.speakMs(call, 0, STRIDE_MS),
    ).toSorted((a, b) => a - b);
    const gaps = places.map((place, i) => (places[i + 1] ?? STRIDE_MS) - place);
    const even = STRIDE_MS / count;
    // Three-distance theorem: no gap is wider than about 1.7 of the even one.
    assert(Math.max(...gaps) < 2 * even, `${Math.max(...gaps)} of ${even}`);
  }
});

Deno.test("LoadSchedule lets all speak at one place if they are in step", () => {
  const schedule = new LoadSchedule({ ...SHAPE, inStep: true }, 100);
  for (const call of [0, 1, 2, 299]) {
    assertEquals(schedule.speakMs(call, 200, STRIDE_MS), 580);
  }
});

Deno.test("LoadSchedule ends sessions with the load, or after lifetimes around the one asked for", () => {
  const stays = new LoadSchedule(SHAPE, 0);
  assertEquals([stays.hangUpMs(7, 500), stays.isRude(2)], [
    38_000 + 3_000,
    false,
  ]);

  const goes = new LoadSchedule({ ...SHAPE, lifetimeMs: 2_000 }, 0);
  const calls = Array.from({ length: 300 }, (_, call) => call);
  const lifetimes = calls.map((call) => goes.hangUpMs(call, 500) - 500);
  assert(lifetimes.every((ms) => ms >= 1_000 && ms < 3_000));
  assertAlmostEquals(lifetimes.reduce((a, b) => a + b) / 300, 2_000, 20);
  assertEquals(goes.hangUpMs(7, 40_990), 41_000);
  assertEquals(calls.filter((call) => goes.isRude(call)).length, 100);
});

Deno.test("LoadSchedule gives free seats away only where sessions come and go, and a call still fits", () => {
  const goes = new LoadSchedule({ ...SHAPE, lifetimeMs: 2_000 }, 0);
  assertEquals([goes.takesSeat(39_499), goes.takesSeat(39_500)], [true, false]);
  assertEquals(new LoadSchedule(SHAPE, 0).takesSeat(20_000), false);
});
