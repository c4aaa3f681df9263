/** Does something after a time, unless what it gives back is called before. */
export type After = (ms: number, act: () => void) => () => void;

/** By a timer of the runtime's. */
export const after: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};
