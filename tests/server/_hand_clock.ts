/** A clock that is put forward by hand. */
import type { UploadClock } from "../../src/server/upload_patience.ts";

/** A clock that is put forward by hand, and does what is due on the way. */
export function handClock() {
  let nowMs = 0;
  let due: { readonly atMs: number; readonly act: () => void } | undefined;
  const clock: UploadClock = {
    now: () => nowMs,
    after(ms, act) {
      const waiting = { atMs: nowMs + ms, act };
      due = waiting;
      return () => {
        if (due === waiting) due = undefined;
      };
    },
  };
  return {
    clock,
    isWaiting: () => due !== undefined,
    pass(ms: number) {
      const endMs = nowMs + ms;
      while (due !== undefined && due.atMs <= endMs) {
        const { atMs, act } = due;
        nowMs = atMs;
        due = undefined;
        act();
      }
      nowMs = endMs;
    },
  };
}
