/**
 * How far the shape of a spectrum moves, measured against steady noise.
 *
 * @module
 */
import { liveShare, noiseVariance } from "./noise_movement.ts";

/**
 * Bands' worth of noise that is expected beside what is heard, so that the few
 * bands of a rumble that clear the floor cannot move a lot by chance. With 3 the
 * room of a real caller (15 bands) passed for speech, with 6 it did not; with 12
 * twice as many windows of quiet speech over the telephone go missing.
 */
const SPARE_BANDS = 8;

/**
 * Compares two spectra of 80 ms each.
 *
 * What all bands have in common is taken out first: a change of level alone, a
 * step or a swell, is no movement. What is left is divided by what it would be
 * in noise of the same power: about 1 for steady noise of any level and colour,
 * near 0 for a hum or a tone, 2 to 6 within a word.
 */
export class SpectralMovement {
  readonly #variance: Float32Array;
  readonly #spare: number;
  readonly #logFloor: number;

  /** @param logFloor Logarithm of the floor under the band powers. */
  constructor(melCount: number, logFloor: number) {
    this.#variance = noiseVariance(melCount);
    this.#spare = SPARE_BANDS *
      this.#variance.reduce((sum, value) => sum + value, 0) / melCount;
    this.#logFloor = logFloor;
  }

  /**
   * @param spectra `[count, melCount]`, mean log power of 80 ms each.
   * @param before Index of a spectrum.
   * @param after Index of the spectrum of the 80 ms that follow.
   */
  between(spectra: Float32Array, before: number, after: number): number {
    const variance = this.#variance;
    const width = variance.length;
    const logFloor = this.#logFloor;
    let live = 0;
    let sum = 0;
    let squares = 0;
    let expected = this.#spare;
    for (let band = 0; band < width; band++) {
      const from = spectra[before * width + band]!;
      const to = spectra[after * width + band]!;
      const liveFrom = liveShare(from - logFloor);
      const liveTo = liveShare(to - logFloor);
      const weight = liveFrom > liveTo ? liveFrom : liveTo;
      const change = weight * (to - from);
      live += weight;
      sum += change;
      squares += change * (to - from);
      expected += variance[band]! *
        (liveFrom * liveFrom + liveTo * liveTo) / 2;
    }
    const common = live > 0 ? sum * sum / live : 0;
    return Math.sqrt(Math.max(0, squares - common) / expected);
  }
}
