/** A clock that stands still until somebody sleeps. */
import type { Clock } from "../../scripts/_pace.ts";

/** @param lateness By how much a sleep is too long, asked at each. */
export function fakeClock(
  lateness: () => number = () => 0,
): Clock & { readonly sleeps: readonly number[] } {
  let nowMs = 1_000;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => nowMs,
    async sleep(ms) {
      sleeps.push(ms);
      nowMs += ms + lateness();
      await null; // what settled meanwhile comes first, as with a timer
    },
  };
}
