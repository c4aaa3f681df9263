import { type After, after } from "../../session/after.ts";

/** Time, for what waits: handed in, so that no test does. */
export interface Timers {
  /** A clock in milliseconds that never goes back. */
  now(): number;
  readonly after: After;
}

/** The process's own time. */
export const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  after,
};
