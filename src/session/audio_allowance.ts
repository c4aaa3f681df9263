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
    if (this.#budget.tryTake(secondsOf(bytes, format))) return;
    throw tooMuchAudio(this.#budget.waitMs);
  }

  /** Takes audio of what was begun and is heard to its end, into debt if need be. */
  charge(bytes: Uint8Array, format: AudioFormat): void {
    this.#budget.take(secondsOf(bytes, format));
  }

  /**
   * Checks that something is left.
   *
   * @throws {ProtocolError} `too_much_audio` if nothing is.
   */
  assertLeft(): void {
    const { waitMs } = this.#budget;
    if (waitMs > 0) throw tooMuchAudio(waitMs);
  }
}

function tooMuchAudio(retryMs: number): ProtocolError {
  return new ProtocolError(
    "too_much_audio",
    "Cannot take audio as the calls of one tenant may send only so much in a time: try again later",
    { retryMs },
  );
}

/** Seconds of audio, of every channel. */
function secondsOf(bytes: Uint8Array, format: AudioFormat): number {
  return durationMs(bytes.length, format) * format.channels.length / 1_000;
}
