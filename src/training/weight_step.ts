/**
 * What an optimiser is handed to move one weight.
 *
 * @module
 */

/** What a run holds of one weight. */
export interface WeightState {
  readonly values: Float32Array;
  readonly average: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
}

/** How far a step goes. */
export interface StepSize {
  /** Of the gradient, from clipping. */
  readonly scale: number;
  /** Of the learning rates, from the schedule. */
  readonly share: number;
  /** Of the running average. */
  readonly decay: number;
}
