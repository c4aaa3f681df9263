/**
 * What is refused, in the log: the first of each kind in full, and how many more there
 * were. Who is refused chooses how often, so a line for each would let strangers fill
 * a disk, and push all else out of what a collector keeps.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import type { Refusal } from "../session/call_sink.ts";

/** From the first refusal of a kind to the line that says how many more there were: as long as an operator would wait to know. */
export const REFUSAL_WINDOW_MS = 60_000;

/** Refusals of a kind that are written in full meanwhile: enough to see from them what is wrong. */
export const MAX_REFUSAL_LINES = 10;

/** What {@linkcode RefusalLog} needs. */
export interface RefusalLogDeps {
  readonly log: Pick<Log, "warn">;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
}

/** Refusals of one kind since the first of them. */
interface Window {
  readonly sinceMs: number;
  readonly kind: Pick<Refusal, "platform" | "code">;
  count: number;
}

/**
 * Writes refusals. A kind is a platform and a code: both from short lists of ours, so
 * there are never more than some hundred of them.
 */
export class RefusalLog {
  readonly #deps: RefusalLogDeps;
  /** The oldest first. */
  readonly #windows = new Map<string, Window>();

  constructor(deps: RefusalLogDeps) {
    this.#deps = deps;
  }

  /** Writes a refusal, or counts it. */
  refused(refusal: Refusal): void {
    this.tick();
    const window = this.#windowOf(refusal);
    if (++window.count > MAX_REFUSAL_LINES) return;
    this.#deps.log.warn("call_refused", { ...refusal });
  }

  /** Hears the time: says how many more there were, once nobody need wait for others. */
  tick(): void {
    const limitMs = this.#deps.now() - REFUSAL_WINDOW_MS;
    for (const [key, window] of this.#windows) {
      if (window.sinceMs > limitMs) return;
      this.#close(key, window);
    }
  }

  /** Says how many more there were: nothing will be refused any more. */
  finish(): void {
    for (const [key, window] of this.#windows) this.#close(key, window);
  }

  #windowOf({ platform, code }: Refusal): Window {
    const key = `${platform} ${code}`;
    const known = this.#windows.get(key);
    if (known) return known;
    const sinceMs = this.#deps.now();
    const window = { sinceMs, kind: { platform, code }, count: 0 };
    this.#windows.set(key, window);
    return window;
  }

  #close(key: string, { kind, count, sinceMs }: Window): void {
    this.#windows.delete(key);
    const moreCount = count - MAX_REFUSAL_LINES;
    if (moreCount <= 0) return;
    const { log, now } = this.#deps;
    const withinMs = Math.round(now() - sinceMs);
    log.warn("calls_refused", {
      message: `has refused ${
        moreCount.toLocaleString("en-GB")
      } more like these`,
      ...kind,
      moreCount,
      withinMs,
    });
  }
}
