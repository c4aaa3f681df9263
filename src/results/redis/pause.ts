/** Waits; resolves sooner if the signal says so. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits by a timer, which ends with the signal. */
export const pause: Pause = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
