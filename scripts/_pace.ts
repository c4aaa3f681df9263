/**
 * When a client sends its next audio.
 *
 * @module
 */

/** Resolves when the audio from `at` ms of the call on may be sent. */
export type Pace = (atMs: number) => Promise<void>;

/** What tells the time and lets it pass. */
export interface Clock {
  /** Time that only goes forward. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Timers are no finer than this; what is due sooner is sent at once. */
const FINEST_SLEEP_MS = 1;

/**
 * The pace of a call, or of one that is `rtf` times as fast.
 *
 * Every moment is counted from the first, so a late timer is made up for by the
 * next one, and an hour of audio takes an hour.
 */
export function clockPace(rtf: number, clock: Clock): Pace {
  const startMs = clock.now();
  return async (atMs) => {
    const earlyMs = startMs + atMs / rtf - clock.now();
    if (earlyMs >= FINEST_SLEEP_MS) await clock.sleep(earlyMs);
  };
}
