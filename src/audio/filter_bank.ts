/**
 * The low-pass filter of the resampler: a sinc under a Kaiser taper, sampled
 * for every phase at which an output can lie between two inputs.
 *
 * @module
 */

import { SignalHeap } from "./kernels/module.ts";
import { Recent } from "./recent.ts";

/** Inputs that are taken in one turn; more than any filter is long. */
export const BLOCK_SAMPLES = 2048;

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
  /** Where the inputs of a turn go, `[tapCount + BLOCK_SAMPLES]`. */
  readonly inputs: Float32Array;
  /** Where its outputs are. */
  readonly outputs: Float32Array;
  readonly #heap: SignalHeap;
  /** `[phaseCount + 1, tapCount]`, the last row for phase 1. Each row sums to 1. */
  readonly #coefficients: Float64Array;
  /** The inputs in double precision. */
  readonly #wide: Float64Array;
  readonly #state: Int32Array;
  /** Whether the filter of phase 0 is the input itself. */
  readonly #isTransparent: boolean;
  readonly #phaseCount: number;

  /**
   * @param ratio Output rate over input rate.
   * @param phaseCount Phases with a filter of their own, equally spaced.
   */
  constructor(ratio: number, phaseCount: number) {
    const half = 2 * Math.ceil(HALF_WIDTH / 2 / Math.min(1, ratio));
    this.tapCount = 2 * half;
    this.#isTransparent = ratio >= 1;
    this.#phaseCount = phaseCount;
    const inputCount = this.tapCount + BLOCK_SAMPLES;
    const outputCount = Math.ceil(inputCount * ratio) + 1;
    const coefficientCount = (phaseCount + 1) * this.tapCount;
    const heap = new SignalHeap(
      12 * inputCount + 8 * coefficientCount + 4 * (outputCount + 3) + 5 * 16,
    );
    this.#heap = heap;
    this.inputs = heap.float32(inputCount);
    this.#wide = heap.float64(inputCount);
    this.outputs = heap.float32(outputCount);
    this.#coefficients = heap.float64(coefficientCount);
    this.#state = heap.int32(3);
    const cutoff = ratio < 1 ? CUTOFF_DOWN * ratio : 1;
    for (let p = 0; p <= phaseCount; p++) {
      this.#fill(p, (tap) => {
        const distance = tap - (half - 1) - p / phaseCount;
        return sinc(cutoff * distance) * kaiser(distance / half);
      });
    }
  }

  /**
   * Computes outputs while their inputs are there. The output at a phase lies
   * between `inputs[first + tapCount / 2 - 1]` and the next input; between two
   * phases with filters of their own the filters are interpolated.
   *
   * @param inputCount How many of {@linkcode inputs} count.
   * @param limit The most outputs.
   */
  run(place: Place, inputCount: number, limit: number): Turn {
    const { up, down, phase } = place;
    const state = this.#state;
    state[0] = phase;
    this.#heap.kernels.resample(
      this.inputs.byteOffset,
      inputCount,
      this.#wide.byteOffset,
      this.#coefficients.byteOffset,
      this.tapCount,
      this.outputs.byteOffset,
      state.byteOffset,
      up,
      down,
      this.#phaseCount,
      this.#isTransparent ? 1 : 0,
      limit,
    );
    return { first: state[0]!, phase: state[1]!, outputCount: state[2]! };
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

/** Where the next output lies, and how far apart outputs are. */
export interface Place {
  /** Output rate over input rate as a fraction in lowest terms. */
  readonly up: number;
  readonly down: number;
  /** The next output's distance from its centre tap, in units of `1 / up` inputs. */
  readonly phase: number;
}

/** What a turn has come to. */
export interface Turn {
  /** The first input that the next output looks at. */
  readonly first: number;
  readonly phase: number;
  readonly outputCount: number;
}

/** Banks kept for the next stream of their rates: an odd one takes 5 ms and 0.6 MB to create. */
const kept = new Recent<FilterBank>(8);

/** The bank for a ratio; streams of the same rates share one, since it never changes. */
export function filterBankFor(ratio: number, phaseCount: number): FilterBank {
  return kept.get(
    `${ratio} ${phaseCount}`,
    () => new FilterBank(ratio, phaseCount),
  );
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
