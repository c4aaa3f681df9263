/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  /** Calls back later, unless what it returns is called before. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** The time of this machine. */
export const CLOCK: Clock = Object.freeze<Clock>({
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});
