/**
 * Predictions on their way to the program: each once, in order, to its listener or
 * to whoever iterates.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import { AsyncQueue } from "./async_queue.ts";
import { SeenWindows } from "./seen_windows.ts";

/**
 * Predictions that wait for a program that does not ask: those of four hours of
 * one channel, about 10 MB. Then the oldest goes.
 */
export const MAX_KEPT_PREDICTIONS = 30_000;

/** The predictions of one call. */
export class Predictions {
  readonly #seen = new SeenWindows();
  readonly #kept = new AsyncQueue<Prediction>(MAX_KEPT_PREDICTIONS);
  readonly #listener: ((prediction: Prediction) => void) | undefined;

  /** @param listener Hears of each at once; then none is kept. */
  constructor(listener: ((prediction: Prediction) => void) | undefined) {
    this.#listener = listener;
  }

  /** Gives a prediction on, unless it is of a window that was heard of before. */
  give(prediction: Prediction): void {
    if (!this.#seen.isNew(prediction)) return;
    if (this.#listener) this.#listener(prediction);
    else this.#kept.push(prediction);
  }

  /** Ends the iteration once all that is kept is given: with a fault, if there is one. */
  end(end: { readonly fault?: unknown }): void {
    this.#kept.end(end);
  }

  /** What was not asked for yet, and what comes; several iterators share it. */
  get iterator(): AsyncIterator<Prediction> {
    return this.#kept;
  }
}
