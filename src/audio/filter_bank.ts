/**
 * The low-pass filter of the resampler: a sinc under a Kaiser taper, sampled
 * for every phase at which an output can lie between two inputs.
 *
 * @module
 */

/** Half the filter's length, in samples of the lower of the two rates. */
const HALF_WIDTH = 26;

/** Cutoff (-6 dB) when the rate falls, in Nyquist frequencies of the output: the stopband begins at 1. */
const CUTOFF_DOWN = 0.9;

/** Kaiser's beta for 80 dB of stopband: 0.1102 (80 - 8.7). */
const BETA = 7.857;

/**
 * Filters for outputs at any phase between two inputs.
 *
 *     input      |     |     |     |     |     |        tapCount = 6
 *     output                 ^--> phase in [0, 1)
 */
export class FilterBank {
  /** Inputs that one output looks at; a multiple of four. */
  readonly tapCount: number;
  /** Whether the filter of phase 0 is the input itself. */
  readonly #isTransparent: boolean;
  /** `[phaseCount + 1, tapCount]`, the last row for phase 1. Each row sums to 1. */
  readonly #coefficients: Float64Array;

  /**
   * @param ratio Output rate over input rate.
   * @param phaseCount Phases with a filter of their own, equally spaced.
   */
  constructor(ratio: number, phaseCount: number) {
    const half = 2 * Math.ceil(HALF_WIDTH / 2 / Math.min(1, ratio));
    this.tapCount = 2 * half;
    this.#isTransparent = ratio >= 1;
    this.#coefficients = new Float64Array((phaseCount + 1) * this.tapCount);
    const cutoff = ratio < 1 ? CUTOFF_DOWN * ratio : 1;
    for (let p = 0; p <= phaseCount; p++) {
      this.#fill(p, (tap) => {
        const distance = tap - (half - 1) - p / phaseCount;
        return sinc(cutoff * distance) * kaiser(distance / half);
      });
    }
  }

  /**
   * The output between `inputs[first + tapCount / 2 - 1]` and the next input.
   *
   * @param position Phase times `phaseCount`; between whole numbers the
   * filters on either side are interpolated.
   */
  apply(inputs: Float64Array, first: number, position: number): number {
    const taps = this.tapCount;
    if (position === 0 && this.#isTransparent) {
      return inputs[first + taps / 2 - 1]!;
    }
    const row = Math.floor(position);
    const below = dot(this.#coefficients, row * taps, inputs, first, taps);
    if (row === position) return below;
    const above = dot(
      this.#coefficients,
      row * taps + taps,
      inputs,
      first,
      taps,
    );
    return below + (position - row) * (above - below);
  }

  #fill(row: number, coefficientAt: (tap: number) => number): void {
    const start = row * this.tapCount;
    const coefficients = this.#coefficients.subarray(
      start,
      start + this.tapCount,
    );
    let sum = 0;
    for (let tap = 0; tap < coefficients.length; tap++) {
      sum += coefficients[tap] = coefficientAt(tap);
    }
    for (let tap = 0; tap < coefficients.length; tap++) {
      coefficients[tap]! /= sum;
    }
  }
}

/** Banks kept for the next stream of their rates: an odd one takes 5 ms and 0.6 MB to create. */
const KEPT_BANKS = 8;
const kept = new Map<string, FilterBank>();

/** The bank for a ratio; streams of the same rates share one, since it never changes. */
export function filterBankFor(ratio: number, phaseCount: number): FilterBank {
  const key = `${ratio} ${phaseCount}`;
  const bank = kept.get(key) ?? new FilterBank(ratio, phaseCount);
  kept.delete(key);
  kept.set(key, bank);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_BANKS) break;
    kept.delete(oldest);
  }
  return bank;
}

/** Four sums side by side, so that no addition waits for the one before. */
function dot(
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bFrom: number,
  count: number,
): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let i = 0; i < count; i += 4) {
    sum0 += a[aFrom + i]! * b[bFrom + i]!;
    sum1 += a[aFrom + i + 1]! * b[bFrom + i + 1]!;
    sum2 += a[aFrom + i + 2]! * b[bFrom + i + 2]!;
    sum3 += a[aFrom + i + 3]! * b[bFrom + i + 3]!;
  }
  return (sum0 + sum1) + (sum2 + sum3);
}

/** Exactly zero at whole numbers but 0, where `Math.sin` leaves a rest. */
function sinc(x: number): number {
  if (Number.isInteger(x)) return x === 0 ? 1 : 0;
  return Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Kaiser taper on [-1, 1], 0 beyond. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1
    ? 0
    : besselI0(BETA * Math.sqrt(1 - x * x)) / BESSEL_AT_BETA;
}

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = x * x / 4;
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

const BESSEL_AT_BETA = besselI0(BETA);
