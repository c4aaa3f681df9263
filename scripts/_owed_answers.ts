/**
 * Which windows a server owes for the audio it was sent, and which it answered.
 *
 * @module
 */
import type { Prediction } from "../src/protocol/native/messages.ts";

/** Where a call's windows end, as its predictions tell. */
export interface WindowEnds {
  readonly firstEndMs: number;
  readonly strideMs: number;
}

/**
 * The most audio beyond a window's end that a server may wait for: a resampler's
 * filter reaches a few milliseconds ahead.
 */
export const LOOK_AHEAD_MS = 20;

/** Windows that are due once so much audio is sent, whatever comes after it. */
export function owedWindows(
  sentMs: number,
  { firstEndMs, strideMs }: WindowEnds,
): number {
  const past = sentMs - LOOK_AHEAD_MS - firstEndMs;
  return past < 0 ? 0 : Math.floor(past / strideMs) + 1;
}

/** What one call was answered, as far as it was owed. */
export interface AnswerCount {
  /** Where its windows ended, if any was answered. */
  readonly ends: WindowEnds | undefined;
  /** Predictions of windows that were owed. */
  readonly received: number;
  /** Those that held speech. */
  readonly ofSpeech: number;
  /** Windows left out, as the predictions told. */
  readonly skipped: number;
}

/** Counts the answers of one call. */
export class OwedAnswers {
  readonly #callMs: number;
  readonly #strideMs: number;
  #ends: WindowEnds | undefined;
  #received = 0;
  #ofSpeech = 0;
  #skipped = 0;

  /** @param callMs Audio of the whole call. */
  constructor(callMs: number, strideMs: number) {
    this.#callMs = callMs;
    this.#strideMs = strideMs;
  }

  /** Counts a prediction. @returns Whether it was owed; that of the tail answers the end of the call. */
  take({ index, endMs, state, skipped }: Prediction): boolean {
    this.#skipped += skipped;
    const ends = this.#ends ?? {
      firstEndMs: endMs - index * this.#strideMs,
      strideMs: this.#strideMs,
    };
    if (index >= owedWindows(this.#callMs, ends)) return false;
    this.#ends = ends;
    this.#received++;
    if (state !== "no_speech") this.#ofSpeech++;
    return true;
  }

  /** The answers so far. */
  summary(): AnswerCount {
    return {
      ends: this.#ends,
      received: this.#received,
      ofSpeech: this.#ofSpeech,
      skipped: this.#skipped,
    };
  }
}
