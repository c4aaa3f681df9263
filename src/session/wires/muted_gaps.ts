/** A shorter gap is the network's doing: LiveKit calls a track muted after half a second without packets. */
const MIN_GAP_MS = 400;

/**
 * How much audio is missing where a mute has stopped it.
 *
 * Some senders go on with silence while they are muted, others stop. So what
 * counts is the clock: a stretch without audio, in which the track was muted at
 * any time, was silence.
 *
 *     audio  |=====|          muted          |=====|
 *            arrives until t1                arrives until t2, lasts d
 *                  [---- gap = t2 - d - t1 ----]
 */
export class MutedGaps {
  #heardUntilMs: number;
  #isMuted = false;
  /** Whether the track was muted at any time since the last audio. */
  #wasMuted = false;

  /** @param nowMs When the track began. */
  constructor(nowMs: number) {
    this.#heardUntilMs = nowMs;
  }

  /** The track is muted from now on, or not any more. */
  turn(isMuted: boolean): void {
    this.#isMuted = isMuted;
    this.#wasMuted ||= isMuted;
  }

  /**
   * Audio has come.
   *
   * @param durationMs How long it lasts.
   * @returns Milliseconds of silence that are missing before it.
   */
  heard(nowMs: number, durationMs: number): number {
    const gapMs = this.missingMs(nowMs - durationMs);
    this.#heardUntilMs = nowMs;
    this.#wasMuted = this.#isMuted;
    return gapMs;
  }

  /** Milliseconds of silence that are missing up to `nowMs`. */
  missingMs(nowMs: number): number {
    const gapMs = nowMs - this.#heardUntilMs;
    return this.#wasMuted && gapMs >= MIN_GAP_MS ? gapMs : 0;
  }
}
