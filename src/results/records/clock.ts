import { type After, after } from "../../session/after.ts";

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly after: After;
}

/** The time of this machine. */
export const CLOCK: Clock = Object.freeze<Clock>({
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after,
});
