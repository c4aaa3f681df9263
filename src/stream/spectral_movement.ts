/**
 * How far the shape of a spectrum moves, measured against steady noise.
 *
 * @module
 */
import { liveShare, noiseVariance } from "./noise_movement.ts";

/**
 * Variance that is allowed for beside the noise's own, in bands: three bands'
 * worth, so that one or two bands that barely clear the floor cannot move a lot.
 */
const SPARE_BANDS = 3;

/**
 * Compares two spectra of 80 ms each.
 *
 * The common change of all bands is taken out first: a change of level alone,
 * a step or a swell, is no movement. What is left is divided by what it would
 * be in noise of the same power: 1 on average for noise of any level and colour,
 * near 0 for a hum or a tone, 2 to 5 for speech.
 */
export class SpectralMovement {
  readonly #variance: Float32Array;
  readonly #spare: number;
  readonly #logFloor: number;

  /** @param powerFloor The floor in the rows' band powers. */
  constructor(melCount: number, powerFloor: number) {
    this.#variance = noiseVariance(melCount);
    this.#spare = SPARE_BANDS *
      this.#variance.reduce((sum, value) => sum + value, 0) / melCount;
    this.#logFloor = Math.log(powerFloor);
  }

  /**
   * @param before Mean log power of each band `[melCount]`.
   * @param after The same, of the 80 ms that follow.
   */
  between(before: Float32Array, after: Float32Array): number {
    const variance = this.#variance;
    const logFloor = this.#logFloor;
    let live = 0;
    let sum = 0;
    let squares = 0;
    let expected = this.#spare;
    for (let band = 0; band < variance.length; band++) {
      const liveBefore = liveShare(before[band]! - logFloor);
      const liveAfter = liveShare(after[band]! - logFloor);
      const weight = Math.max(liveBefore, liveAfter);
      const change = after[band]! - before[band]!;
      live += weight;
      sum += weight * change;
      squares += weight * change * change;
      expected += variance[band]! *
        (liveBefore * liveBefore + liveAfter * liveAfter) / 2;
    }
    const common = live > 0 ? sum * sum / live : 0;
    return Math.sqrt(Math.max(0, squares - common) / expected);
  }
}
