import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  floorsOf,
  growthPerMinute,
  growthVerdict,
  type Point,
} from "../../scripts/_growth.ts";

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

/**
 * A heap of 50 MB that grows so much a minute, with garbage on top: 20 MB more
 * before it is collected every 21 s, and a second collection that comes late.
 */
function sawtooth(minutes: number, bytesPerMinute: number): Point[] {
  return Array.from({ length: 240 * minutes + 1 }, (_, i) => {
    const seconds = i / 4;
    const garbage = 20e6 * (seconds % 21) / 21 + 1e6 * (seconds % 50) / 50;
    const value = 50e6 + bytesPerMinute * seconds / 60 + garbage;
    return { atMs: 7_000 + 250 * i, value };
  });
}

Deno.test("floorsOf() gives what a sawtooth stands on", () => {
  const floors = floorsOf(sawtooth(10, 600e3));
  assertEquals(floors.length, 20);
  floors.forEach(({ value, atMs }, i) => {
    assertEquals(Math.floor((atMs - 7_000) / 30_000), i);
    assertAlmostEquals(value, 50e6 + 600e3 * (atMs - 7_000) / 60_000, 1e6);
  });
  assertAlmostEquals(growthPerMinute(floors)!, 600e3, 50e3);
});

Deno.test("floorsOf() leaves out a rest that is too short to have a floor", () => {
  assertEquals(floorsOf([]), []);
  const points = sawtooth(1, 0);
  assertEquals(floorsOf(points.slice(0, 100)), []);
  assertEquals(floorsOf(points.slice(0, 121)).length, 1);
  assertEquals(floorsOf(points.slice(0, 239)).length, 1);
});

Deno.test("growthVerdict() tells a leak from garbage, and knows when it cannot", () => {
  const verdictOf = (minutes: number, bytesPerMinute: number) =>
    growthVerdict(floorsOf(sawtooth(minutes, bytesPerMinute)));
  assertEquals(verdictOf(10, 0), "flat");
  assertEquals(verdictOf(10, -2e6), "flat");
  assertEquals(verdictOf(10, 100e3), "flat");
  assertEquals(verdictOf(10, 400e3), "grows");
  assertEquals(verdictOf(4, 8e6), "grows");
  assertEquals(verdictOf(3, 8e6), "unknown");
  assertEquals(growthVerdict([]), "unknown");
});
