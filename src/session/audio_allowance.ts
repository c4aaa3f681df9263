import { ProtocolError } from "../protocol/protocol_error.ts";
import { type AudioFormat, durationMs } from "./audio_format.ts";
import type { RateBudget } from "./rate_budget.ts";

/** The audio that a tenant may still send in all its calls, in seconds; each channel counts. */
export class AudioAllowance {
  readonly #budget: RateBudget;

  /** @param budget In seconds of audio. */
  constructor(budget: RateBudget) {
    this.#budget = budget;
  }

  /**
   * Takes audio of a live call.
   *
   * @throws {ProtocolError} `too_much_audio` if nothing is left.
   */
  take(bytes: Uint8Array, format: AudioFormat): void {
    this.assertLeft();
    this.charge(bytes, format);
  }

  /** Takes audio of what was begun and is heard to its end, into debt if need be. */
  charge(bytes: Uint8Array, format: AudioFormat): void {
    const channelCount = format.channels.length;
    this.#budget.take(
      durationMs(bytes.length, format) * channelCount / 1_000,
    );
  }

  /**
   * Checks that something is left.
   *
   * @throws {ProtocolError} `too_much_audio` if nothing is.
   */
  assertLeft(): void {
    const { waitMs } = this.#budget;
    if (waitMs === 0) return;
    throw new ProtocolError(
      "too_much_audio",
      "Cannot take audio as the calls of one tenant may send only so much in a time: try again later",
      { retryMs: waitMs },
    );
  }
}
