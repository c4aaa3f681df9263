/**
 * From one sample rate to another, as the samples stream in.
 *
 * @module
 */
import {
  BLOCK_SAMPLES,
  type FilterBank,
  filterBankFor,
} from "./filter_bank.ts";

/** Receives samples, lent until the call returns. */
export type SampleSink = (samples: Float32Array) => void;

/** The lowest rate that a {@linkcode Resampler} takes or gives. */
export const MIN_RATE_HZ = 8_000;
/** The highest. */
export const MAX_RATE_HZ = 48_000;

/** Most phases with a filter each, as many as 11,025 to 16,000 Hz needs. */
const MAX_EXACT_PHASES = 640;
/** Filters where there would be more; between them coefficients are interpolated, to -100 dB. */
const INTERPOLATED_PHASES = 512;

/**
 * Changes the sample rate of a stream.
 *
 * Output `n` is the signal at input time `n * fromHz / toHz`: no delay is left.
 * The phase is carried as an integer, so positions stay exact for days, and an
 * output depends on the inputs around it only, so chunk edges leave no trace.
 *
 * With N the Nyquist frequency of the lower rate, a falling rate keeps what is
 * below 0.8 N within 0.002 dB and stops 78 dB from N on, so nothing folds back.
 * A rising rate has these figures at 0.9 N and 1.1 N, and gives inputs that
 * coincide with an output unchanged.
 *
 *     48 to 16 kHz   flat to 6.4 kHz   stopped from 8 kHz
 *     8 to 16 kHz    flat to 3.6 kHz   images stopped from 4.4 kHz
 */
export class Resampler {
  /** Output rate over input rate as a fraction in lowest terms. */
  readonly #up: number;
  readonly #down: number;
  readonly #bank: FilterBank;
  /** Inputs that outputs still need, from the next output's first tap on. */
  readonly #held: Float32Array;
  #heldCount: number;
  /** The next output's distance from its centre tap, in units of `1 / #up` inputs. */
  #phase = 0;
  #inputCount = 0;
  #outputCount = 0;

  /** @throws {RangeError} If a rate is not a whole number within 8,000 and 48,000 Hz. */
  constructor(fromHz: number, toHz: number) {
    const { up, down, bank } = ratioOf(fromHz, toHz);
    this.#up = up;
    this.#down = down;
    this.#bank = bank;
    this.#held = new Float32Array(bank.tapCount);
    this.#heldCount = bank.tapCount / 2 - 1;
  }

  /** Adds samples and emits the outputs whose inputs are complete. */
  push(samples: Float32Array, emit: SampleSink): void {
    this.#inputCount += samples.length;
    if (this.#up === this.#down) return this.#passThrough(samples, emit);
    this.#take(samples, emit);
  }

  /**
   * Emits the rest, as if silence followed: `ceil(inputs * toHz / fromHz)`
   * outputs in all. Nothing may be pushed after.
   */
  finish(emit: SampleSink): void {
    const due = Math.ceil(this.#inputCount * this.#up / this.#down);
    const silence = new Float32Array(this.#bank.tapCount); // one block
    this.#take(silence, emit, due - this.#outputCount);
  }

  #passThrough(samples: Float32Array, emit: SampleSink): void {
    this.#outputCount += samples.length;
    if (samples.length > 0) emit(samples);
  }

  #take(samples: Float32Array, emit: SampleSink, limit = Infinity): void {
    const { inputs, outputs } = this.#bank;
    for (let read = 0; read < samples.length; read += BLOCK_SAMPLES) {
      const block = samples.subarray(read, read + BLOCK_SAMPLES);
      inputs.set(this.#held.subarray(0, this.#heldCount));
      inputs.set(block, this.#heldCount);
      const count = this.#compute(this.#heldCount + block.length, limit);
      this.#outputCount += count;
      if (count > 0) emit(outputs.subarray(0, count));
    }
  }

  /** Computes what so many inputs allow, and holds those that are not done with. */
  #compute(inputCount: number, limit: number): number {
    const { inputs, outputs, tapCount } = this.#bank;
    const place = { up: this.#up, down: this.#down, phase: this.#phase };
    const most = Math.min(limit, outputs.length);
    const { first, phase, outputCount } = this.#bank.run(
      place,
      inputCount,
      most,
    );
    this.#phase = phase;
    const rest = inputs.subarray(first, inputCount);
    this.#heldCount = Math.min(rest.length, tapCount); // more is left at the end alone
    this.#held.set(rest.subarray(0, this.#heldCount));
    return outputCount;
  }
}

/** A place where a stream can be taken up: an input, and the output that lies on it. */
export interface ResamplePoint {
  readonly input: number;
  readonly output: number;
}

/**
 * The latest place from which a new {@linkcode Resampler} gives output `output`,
 * and those after it, just as one does that has heard everything: an input that an
 * output lies on exactly, and far enough ahead for the taps.
 *
 * At 47,999 Hz such places are a second apart, at the rates that are in use at
 * most 28 ms.
 *
 * @throws {RangeError} As the constructor.
 */
export function resamplePoint(
  output: number,
  fromHz: number,
  toHz: number,
): ResamplePoint {
  const { up, down, bank: { tapCount } } = ratioOf(fromHz, toHz);
  if (up === down) return { input: output, output };
  const centre = Math.floor(output * down / up);
  const turns = Math.floor((centre - tapCount / 2 + 1) / down);
  const past = Math.max(0, turns);
  return { input: past * down, output: past * up };
}

/** Output rate over input rate in lowest terms, and the filters for it. */
function ratioOf(fromHz: number, toHz: number) {
  assertRate(fromHz);
  assertRate(toHz);
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const phaseCount = up <= MAX_EXACT_PHASES ? up : INTERPOLATED_PHASES;
  const bank = filterBankFor(toHz / fromHz, phaseCount);
  return { up, down: fromHz / divisor, bank };
}

function assertRate(hz: number): void {
  if (Number.isInteger(hz) && hz >= MIN_RATE_HZ && hz <= MAX_RATE_HZ) return;
  throw new RangeError(
    `Cannot resample as a rate must be a whole number within ${MIN_RATE_HZ} and ${MAX_RATE_HZ} Hz: current value is ${hz}`,
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
