/**
 * One timer for everybody who acts at moments of their own.
 *
 * @module
 */
import type { Clock } from "./_pace.ts";

/** Somebody who wants a turn now and then. */
export interface Paced {
  /** When the next turn is due; Infinity while there is nothing to wait for. */
  readonly dueMs: number;
  /** Acts, and moves {@linkcode dueMs} beyond `nowMs`. */
  turn(nowMs: number): void;
}

/** Timers are no finer than this. */
const FINEST_SLEEP_MS = 1;
/** Who has had no turn may be due sooner than it said: an answer has come meanwhile. */
const LONGEST_SLEEP_MS = 5;

/**
 * Gives everybody their turns until it is over.
 *
 * A round looks at all of them, so a thousand clients cost one timer, and a
 * turn that comes late moves no later one: when it was due is theirs to know.
 *
 * @param everybody May gain and lose members by their turns.
 */
export async function giveTurns(
  everybody: ReadonlySet<Paced>,
  clock: Clock,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const nowMs = clock.now();
    let nextMs = Infinity;
    for (const one of everybody) {
      if (one.dueMs <= nowMs) one.turn(nowMs);
      nextMs = Math.min(nextMs, one.dueMs);
    }
    const earlyMs = nextMs - clock.now();
    await clock.sleep(
      Math.min(LONGEST_SLEEP_MS, Math.max(FINEST_SLEEP_MS, earlyMs)),
    );
  }
}
