/**
 * What of a call did not reach the model, and why.
 *
 * @module
 */

/** Counts of one call, or of many. */
export interface Losses {
  /** Audio that came after its place had been filled, and was dropped. */
  lateChunks: number;
  /** Audio that came once more, and was dropped. */
  repeatedChunks: number;
  /** Silence put in where audio was missing, of all channels together. */
  silenceMs: number;
  /** Missing audio for which no silence was put in: the gap was too long to be one. */
  unfilledMs: number;
  /** Audio that the platform itself left out, because the call was on hold for instance. */
  leftOutMs: number;
  /** Messages with audio of channels that may not be analysed, dropped unread. */
  unreadChunks: number;
}

/** Nothing lost yet. */
export function noLosses(): Losses {
  return {
    lateChunks: 0,
    repeatedChunks: 0,
    silenceMs: 0,
    unfilledMs: 0,
    leftOutMs: 0,
    unreadChunks: 0,
  };
}
