/** Time that passes when the test says so. */
import type { Environment } from "../../src/client/environment.ts";

interface Timer {
  readonly dueMs: number;
  readonly act: () => void;
}

/** All that has been set in motion comes to rest. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A clock and its timers. */
export class FakeTime {
  nowMs = 1_000;
  readonly #timers = new Set<Timer>();

  readonly now = () => this.nowMs;

  readonly setTimer: Environment["setTimer"] = (act, ms) => {
    const timer = { dueMs: this.nowMs + ms, act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Timers that are set. */
  get timerCount(): number {
    return this.#timers.size;
  }

  /** Lets time pass; what falls due acts at its time, and has its consequences. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (;;) {
      await settled();
      const next = [...this.#timers].sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.nowMs = Math.max(this.nowMs, next.dueMs);
      this.#timers.delete(next);
      next.act();
    }
    this.nowMs = endMs;
  }
}
