/** Time, for what waits: handed in, so that no test does. */
export interface Timers {
  /** A clock in milliseconds that never goes back. */
  now(): number;
  /** Calls back after so long. @returns What calls it off. */
  after(delayMs: number, act: () => void): () => void;
}

/** The process's own time. */
export const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};
