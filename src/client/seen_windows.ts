/**
 * Which windows a client has had: after a loss some come once more.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";

/** The windows of one call. */
export class SeenWindows {
  /** The latest of each channel: they come in order. */
  readonly #latest: number[] = [];

  /** Whether a prediction is of a window that was not seen before; then it is now. */
  isNew({ channel, index }: Pick<Prediction, "channel" | "index">): boolean {
    if (index <= (this.#latest[channel] ?? -1)) return false;
    this.#latest[channel] = index;
    return true;
  }
}
