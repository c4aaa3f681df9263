import type { SignalHeap } from "./kernels/module.ts";

/** Signals that are transformed at once. */
export const SIGNALS = 2;

/**
 * The power spectra of two real signals; see `kernels/assembly/fft.ts`.
 *
 * Fill {@linkcode samples}, call {@linkcode run}, read {@linkcode power}.
 */
export class RealFft {
  /** `[size, 2]`, the signals side by side; left as they are. */
  readonly samples: Float64Array;
  /** `|X[k]|^2` of the lowest bins of both, `[binCount, 2]`. */
  readonly power: Float64Array;
  /** What the kernel takes: addresses and counts. */
  readonly numbers: readonly number[];
  readonly #heap: SignalHeap;

  /**
   * @param heap Takes the samples, the power and the tables: see {@linkcode bytesOf}.
   * @param binCount Bins of {@linkcode power}, at most `size / 2 + 1`.
   * @throws {RangeError} If `size` is not a power of two from 4 up.
   */
  constructor(size: number, heap: SignalHeap, binCount: number) {
    if (!(size >= 4 && Number.isInteger(Math.log2(size)))) {
      throw new RangeError(
        `Cannot transform as the size must be a power of two from 4 up: current value is ${size}`,
      );
    }
    const roots = heap.float64(2 * size);
    fillRoots(roots);
    const scratch = () => heap.float64(SIGNALS * size);
    const [a, b] = [scratch(), scratch()];
    this.samples = scratch();
    // Behind it one bin of 0: who reads bins by two may read one more.
    this.power = heap.float64(SIGNALS * (binCount + 1))
      .subarray(0, SIGNALS * binCount);
    this.#heap = heap;
    this.numbers = [
      ...[this.samples, roots, a, b].map(({ byteOffset }) => byteOffset),
      ...[size / 2, this.power.byteOffset, binCount],
    ];
  }

  /** Room on a heap for a transform of a size. */
  static bytesOf(size: number): number {
    const spectrum = SIGNALS * (size / 2 + 2);
    return 8 * (2 * size + 3 * SIGNALS * size + spectrum) + 5 * 16;
  }

  /** Transforms the samples. */
  run(): void {
    this.#heap.kernels.power(...this.numbers);
  }
}

/** `exp(-2 pi i k / count)`, real part first. */
function fillRoots(roots: Float64Array): void {
  const count = roots.length / 2;
  for (let k = 0; k < count; k++) {
    roots[2 * k] = Math.cos(2 * Math.PI * k / count);
    roots[2 * k + 1] = -Math.sin(2 * Math.PI * k / count);
  }
}
