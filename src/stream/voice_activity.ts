/**
 * How much of a window is speech, told from its rows alone.
 *
 * @module
 */

/** Rows of speech that make a window a speech window. */
export const MIN_SPEECH_ROWS = 30;

/** Counts the rows of speech in a window; reuses its buffers. */
export class VoiceActivity {
  readonly #melCount: number;

  constructor(melCount: number) {
    this.#melCount = melCount;
  }

  /**
   * Rows of a window that are speech, between 0 and all of them.
   *
   * @param rows `[n, melCount]`, raw log-mel (natural log of band power).
   */
  speechRows(rows: Float32Array): number {
    const loud = rows.filter((value) => value > -10).length;
    return Math.round(loud / this.#melCount);
  }
}
