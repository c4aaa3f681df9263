/**
 * The end of a server: one step after the other, each for so long at most, so that
 * the process is gone when its host takes it away.
 *
 * @module
 */
import type { After } from "../session/after.ts";

/** One step of the end. */
export interface DrainStep {
  /** What it ends, for the log. */
  readonly name: string;
  /** The most it may take, less where little time is left. */
  readonly limitMs: number;
  /** Resolves when all is said and written. */
  close(): Promise<void>;
}

/** What draining needs. */
export interface DrainDeps {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly after: After;
  /** Hears of a step that failed or was late. */
  readonly onFault: (name: string, fault: string) => void;
}

/** All of the end: Deno Deploy grants 5 s, and the process needs some of it to go. */
export const DRAIN_MS = 4_500;

/** Ends in order. It never rejects: what one step could not do must not keep the next from its own. */
export async function drain(
  steps: readonly DrainStep[],
  { now, after, onFault }: DrainDeps,
): Promise<void> {
  const endMs = now() + DRAIN_MS;
  for (const { name, limitMs, close } of steps) {
    const leftMs = Math.max(0, Math.min(limitMs, endMs - now()));
    const { promise: limit, resolve } = Promise.withResolvers<string>();
    const callOff = after(leftMs, () => resolve(`took over ${leftMs} ms`));
    const fault = await Promise.race([limit, outcome(close)]);
    callOff();
    if (fault !== undefined) onFault(name, fault);
  }
}

/** The fault of a step, if it has one. */
async function outcome(
  close: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await close();
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
  return undefined;
}
