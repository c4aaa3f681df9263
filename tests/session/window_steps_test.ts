import { assertEquals, assertThrows } from "@std/assert";
import { WindowSteps } from "../../src/session/window_steps.ts";

/** Steps `first` to `end - 1`, each `[index, 255 - index]`. */
function steps(first: number, end: number): Uint8Array {
  return Uint8Array.from(
    { length: (end - first) * 2 },
    (_, i) => {
      const index = first + Math.floor(i / 2);
      return i % 2 ? 255 - index : index;
    },
  );
}

/** Asks for `[first, end)` as a channel does: what is known, then the rest. */
function slide(window: WindowSteps, first: number, end: number): number[] {
  window.startAt(first);
  const known = [...window.known()];
  window.append(steps(window.end, end), end - window.end);
  assertEquals([...window.known()], [...steps(first, end)]);
  return known;
}

Deno.test("WindowSteps keeps what the next window shares with the last", () => {
  const window = new WindowSteps(10, 2);
  assertEquals(slide(window, 0, 4), []);
  assertEquals(slide(window, 0, 10), [...steps(0, 4)]);
  assertEquals(slide(window, 6, 16), [...steps(6, 10)]);
  assertEquals(slide(window, 12, 22), [...steps(12, 16)]);
});

Deno.test("WindowSteps begins anew beyond a stretch that was not asked for", () => {
  const window = new WindowSteps(10, 2);
  slide(window, 0, 10);
  assertEquals(slide(window, 10, 20), []);
  assertEquals(slide(window, 31, 41), []);
  assertEquals(slide(window, 37, 47), [...steps(37, 41)]);
});

Deno.test("WindowSteps may be asked for a window it knows whole", () => {
  const window = new WindowSteps(10, 2);
  slide(window, 0, 10);
  assertEquals(slide(window, 0, 10), [...steps(0, 10)]);
  assertEquals(slide(window, 3, 10), [...steps(3, 10)]);
});

Deno.test("WindowSteps refuses another number of steps than it was promised", () => {
  const window = new WindowSteps(10, 2);
  window.startAt(0);
  assertThrows(
    () => window.append(new Uint8Array(3), 2),
    RangeError,
    "must be 2 of 2 bytes: current value is 3 bytes",
  );
  assertEquals(window.end, 0);
});
