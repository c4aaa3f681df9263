/**
 * What this process itself uses, over time.
 *
 * @module
 */
import type { Paced } from "./_turns.ts";
import { type Usage, usageNow } from "./_usage.ts";

const EVERY_MS = 1_000;

/** Notes now and then what this process uses. */
export class UsageWatch implements Paced {
  #dueMs: number;
  readonly usages: Usage[] = [];

  /** @param fromMs When it begins. */
  constructor(fromMs: number) {
    this.#dueMs = fromMs;
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  turn(nowMs: number): void {
    this.#dueMs = nowMs + EVERY_MS;
    this.usages.push(usageNow());
  }
}
