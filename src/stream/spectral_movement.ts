/**
 * How far the shape of a spectrum moves, measured against steady noise.
 *
 * @module
 */
import { SignalHeap, type SignalKernels } from "../audio/kernels/module.ts";
import { Recent } from "../audio/recent.ts";
import { noiseVariance } from "./noise_movement.ts";

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
  readonly #kernels: SignalKernels;
  /** Two spectra, `[2, stride]`; what lies behind the bands of each is at the floor, and counts for nothing. */
  readonly #pair: Float32Array;
  readonly #width: number;
  readonly #numbers: readonly number[];

  /** @param logFloor Logarithm of the floor under the band powers. */
  constructor(melCount: number, logFloor: number) {
    const stride = 2 * Math.ceil(melCount / 2);
    const heap = new SignalHeap(16 * stride + 2 * 16);
    const variances = noiseVariance(melCount);
    const variance = heap.float64(stride);
    variance.set(variances);
    this.#kernels = heap.kernels;
    this.#pair = heap.float32(2 * stride).fill(logFloor);
    this.#width = melCount;
    const mean = variances.reduce((sum, value) => sum + value, 0) / melCount;
    this.#numbers = [
      this.#pair.byteOffset,
      this.#pair.byteOffset + 4 * stride,
      variance.byteOffset,
      stride,
      logFloor,
      SPARE_BANDS * mean,
    ];
  }

  /**
   * @param spectra `[count, melCount]`, mean log power of 80 ms each.
   * @param before Index of a spectrum.
   * @param after Index of the spectrum of the 80 ms that follow.
   */
  between(spectra: Float32Array, before: number, after: number): number {
    const pair = this.#pair;
    const width = this.#width;
    const second = pair.length / 2;
    for (let band = 0; band < width; band++) {
      pair[band] = spectra[before * width + band]!;
      pair[second + band] = spectra[after * width + band]!;
    }
    return Math.sqrt(this.#kernels.movement(...this.#numbers));
  }
}

/** Models are few; more sizes than this are a test's. */
const shared = new Recent<SpectralMovement>(8);

/** The one for a size, which channels share, since it keeps nothing. */
export function spectralMovementFor(
  melCount: number,
  logFloor: number,
): SpectralMovement {
  return shared.get(
    `${melCount} ${logFloor}`,
    () => new SpectralMovement(melCount, logFloor),
  );
}
