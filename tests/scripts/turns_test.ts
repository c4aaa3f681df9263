import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { giveTurns, type Paced } from "../../scripts/_turns.ts";
import { fakeClock } from "./_fake_clock.ts";

fc.configureGlobal({ seed: 2_026 });

/** Acts every so often, from a moment on, and notes how late it was. */
function metronome(firstMs: number, everyMs: number) {
  const lateMs: number[] = [];
  return {
    lateMs,
    dueMs: firstMs,
    turn(nowMs: number) {
      while (this.dueMs <= nowMs) {
        lateMs.push(nowMs - this.dueMs);
        this.dueMs += everyMs;
      }
    },
  };
}

Deno.test("giveTurns() gives everybody all turns of a minute, no later than the timers are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1 }),
      fc.infiniteStream(fc.double({ min: 0, max: 8, noNaN: true })),
      async (phases, latenesses) => {
        const clock = fakeClock(() => latenesses.next().value);
        const all = phases.map((phase) => metronome(1_000 + phase, 20));
        await giveTurns(new Set(all), clock, () => clock.now() >= 61_000);
        for (const { lateMs } of all) {
          assert(lateMs.length >= 2_998, `${lateMs.length} turns`);
          assert(Math.max(...lateMs) <= 8 + 1 + 1e-6, `${Math.max(...lateMs)}`);
        }
      },
    ),
    { numRuns: 10 },
  );
});

Deno.test("giveTurns() sleeps until the first is due, within what a timer can", async () => {
  const clock = fakeClock();
  const soon = metronome(1_003, 3);
  await giveTurns(new Set([soon]), clock, () => clock.now() >= 1_009);
  assertEquals(clock.sleeps, [3, 3, 3]);

  const idle = fakeClock();
  await giveTurns(new Set<Paced>(), idle, () => idle.now() >= 1_010);
  assertEquals(idle.sleeps, [5, 5]);
});

Deno.test("giveTurns() lets a turn bring others in and take itself out", async () => {
  const clock = fakeClock();
  const everybody = new Set<Paced>();
  const guest = metronome(1_002, 10);
  const host: Paced = {
    dueMs: 1_000,
    turn() {
      everybody.delete(host);
      everybody.add(guest);
    },
  };
  everybody.add(host);
  await giveTurns(everybody, clock, () => guest.lateMs.length === 2);
  assertEquals([...everybody], [guest]);
  assertEquals(guest.lateMs, [0, 0]);
});
