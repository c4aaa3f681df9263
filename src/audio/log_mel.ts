import type { FeatureSpec } from "./feature_spec.ts";
import { RealFft } from "./fft.ts";
import { MelFilterbank } from "./mel_filterbank.ts";

/**
 * Turns frames into rows of log-Mel, each frame by itself:
 *
 *     frame -> taper -> |FFT|^2 / sum(taper^2) -> Mel bands -> ln(power + floor)
 *
 * Power is divided by the taper's energy, so white noise of variance v has
 * power v in every bin and band.
 */
export class LogMel {
  readonly #powerFloor: number;
  readonly #taper: Float64Array;
  readonly #fft: RealFft;
  readonly #filterbank: MelFilterbank;
  /** The tapered frame; zeros from `frameSamples` up to `fftSamples`. */
  readonly #tapered: Float64Array;
  readonly #power: Float64Array;
  readonly #row: Float32Array;

  /** @throws {RangeError} If the frame is longer than the transform, or bands or sizes are impossible. */
  constructor(spec: FeatureSpec) {
    if (spec.frameSamples > spec.fftSamples) {
      throw new RangeError(
        `Cannot create LogMel as a frame must fit the transform of ${spec.fftSamples} samples: current value is ${spec.frameSamples}`,
      );
    }
    this.#powerFloor = spec.powerFloor;
    this.#taper = hannOfUnitEnergy(spec.frameSamples);
    this.#fft = new RealFft(spec.fftSamples);
    this.#filterbank = new MelFilterbank(spec);
    this.#tapered = new Float64Array(spec.fftSamples);
    this.#power = new Float64Array(this.#filterbank.binCount);
    this.#row = new Float32Array(spec.melCount);
  }

  /**
   * The power of each band, without floor or logarithm.
   *
   * @param frame `[frameSamples]`.
   * @returns `[melCount]`, lent until the next call of any method.
   */
  powerRow(frame: Float32Array): Float32Array {
    const taper = this.#taper;
    const tapered = this.#tapered;
    for (let i = 0; i < taper.length; i++) tapered[i] = frame[i]! * taper[i]!;
    this.#fft.power(tapered, this.#power);
    this.#filterbank.apply(this.#power, this.#row);
    return this.#row;
  }

  /**
   * The natural logarithm of each band's power plus the floor.
   *
   * @param frame `[frameSamples]`.
   * @returns `[melCount]`, lent until the next call of any method.
   */
  row(frame: Float32Array): Float32Array {
    const row = this.powerRow(frame);
    const floor = this.#powerFloor;
    for (let m = 0; m < row.length; m++) row[m] = Math.log(row[m]! + floor);
    return row;
  }
}

const shared = new WeakMap<FeatureSpec, LogMel>();

/**
 * The analysis for a spec; all streams of one spec share one, since it keeps
 * nothing from frame to frame: its tables and buffers are 30 kB.
 *
 * @throws {RangeError} As the constructor.
 */
export function logMelFor(spec: FeatureSpec): LogMel {
  const known = shared.get(spec);
  if (known) return known;
  const logMel = new LogMel(spec);
  shared.set(spec, logMel);
  return logMel;
}

/** The periodic Hann taper, divided so that its squares sum to 1. */
function hannOfUnitEnergy(length: number): Float64Array {
  const energy = 3 / 8 * length;
  return Float64Array.from(
    { length },
    (_, i) => (1 - Math.cos(2 * Math.PI * i / length)) / 2 / Math.sqrt(energy),
  );
}
