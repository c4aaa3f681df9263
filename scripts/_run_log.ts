/**
 * The progress of many runs, a line for each thing that happens.
 *
 * @module
 */
import {
  type PlannedRun,
  seedsOf,
} from "../src/training/cross_validation_plan.ts";
import type { RunEvent } from "../src/training/cross_validation_run.ts";

/** Knows how much is left, and how long that takes at the pace so far. */
export class RunLog {
  readonly #epochs: number;
  readonly #now: () => number;
  readonly #startMs: number;
  #epochsLeft: number;
  #epochsDone = 0;

  /**
   * @param runs How many are left to train.
   * @param epochs Of each.
   */
  constructor(
    runs: number,
    epochs: number,
    now: () => number = () => performance.now(),
  ) {
    this.#epochs = epochs;
    this.#epochsLeft = runs * epochs;
    this.#now = now;
    this.#startMs = now();
  }

  /** Counts what happened to a run, and says it. */
  line(
    run: Pick<PlannedRun, "fold" | "seed" | "members">,
    event: RunEvent,
  ): string {
    const seeds = seedsOf(run);
    const noun = seeds.length > 1 ? "seeds" : "seed";
    return `${run.fold} ${noun} ${seeds.join("+")}: ${this.#text(event)}`;
  }

  #text(event: RunEvent): string {
    switch (event.kind) {
      case "training":
        this.#epochsLeft -= event.after;
        return event.after > 0 ? `resumed after epoch ${event.after}` : "begun";
      case "epoch":
        return this.#epochText(event);
      case "combined":
        return "combined";
      case "heard":
        return `heard ${event.clips} clips, ${event.condition}`;
    }
  }

  #epochText({ epoch, loss, validation }: RunEvent & { kind: "epoch" }) {
    this.#epochsDone++;
    this.#epochsLeft--;
    const epochMs = (this.#now() - this.#startMs) / this.#epochsDone;
    const leftMinutes = Math.round(this.#epochsLeft * epochMs / 60_000);
    return [
      `epoch ${epoch}/${this.#epochs}`,
      `loss ${loss.toFixed(3)}`,
      validation && `validation UAR ${(100 * validation.uar).toFixed(1)} %`,
      `all done in ${leftMinutes} min`,
    ].filter(Boolean).join("  ");
  }
}
