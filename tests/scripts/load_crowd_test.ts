import { assert, assertEquals } from "@std/assert";
import { Crowd } from "../../scripts/_load_crowd.ts";
import type { LoadShape } from "../../scripts/_load_schedule.ts";
import { giveTurns, type Paced } from "../../scripts/_turns.ts";
import { totalsOf } from "../../scripts/_call_record.ts";
import { fakeClock } from "./_fake_clock.ts";
import { callerDeps, FakeLine, OVERLOADED, WillingLine } from "./_fake_line.ts";

/** Lets a crowd live on lines of a kind, until nobody is left. */
async function live(
  shape: Partial<LoadShape> & { sessions: number },
  Kind: typeof FakeLine,
) {
  const clock = fakeClock(() => 0.3);
  const lines: FakeLine[] = [];
  const told = callerDeps(shape, {
    now: clock.now,
    dial: (onMessage) => {
      lines.push(new Kind(onMessage));
      return lines.at(-1)!;
    },
  });
  const everybody = new Set<Paced>();
  const crowd = new Crowd(shape.sessions, everybody, told.deps);
  await giveTurns(everybody, clock, () => crowd.isOver);
  assertEquals(everybody.size, 0);
  return { ...told, records: crowd.records, lines, clock };
}

Deno.test("Crowd holds all its callers to the end, each answered all that is owed", async () => {
  const { records, latencies, chunks } = await live({
    sessions: 7,
    durationMs: 10_000,
    rampMs: 1_000,
    inStep: false,
  }, WillingLine);
  const { held, expected, received, skipped } = totalsOf(records);
  assertEquals([held, received, skipped], [7, expected, 0]);
  assert(expected >= 7 * 18, `${expected}`);
  assertEquals(latencies.length, received);
  const longest = Math.max(...chunks.map(([dueMs, sentMs]) => sentMs - dueMs));
  assert(longest < 5.3 + 1, `${longest}`);
});

Deno.test("Crowd fills the seats of those who go, well or without a word", async () => {
  const { records, lines } = await live({
    sessions: 3,
    durationMs: 20_000,
    lifetimeMs: 2_000,
  }, WillingLine);
  const { held, left, lost, refused, expected, received } = totalsOf(records);
  assertEquals([lost, refused], [[], []]);
  assertEquals(held + left, lines.length);
  assert(lines.length >= 24 && lines.length <= 36, `${lines.length} calls`);
  assert(left >= Math.floor(lines.length / 3) - 3, `${left} left`);
  assertEquals(received, expected);
});

Deno.test("Crowd does not dial again for those who are refused", async () => {
  class RefusingLine extends FakeLine {
    override async open(): Promise<void> {
      this.say(OVERLOADED);
      await this.end("overloaded");
    }
  }
  const { records, lines } = await live({
    sessions: 4,
    durationMs: 20_000,
    lifetimeMs: 2_000,
  }, RefusingLine);
  assertEquals(lines.length, 4);
  assertEquals(totalsOf(records).refused, [
    { reason: `overloaded (close 1013): ${OVERLOADED.message}`, calls: 4 },
  ]);
});
