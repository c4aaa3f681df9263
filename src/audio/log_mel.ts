import type { FeatureSpec } from "./feature_spec.ts";
import { RealFft } from "./fft.ts";
import { SignalHeap, type SignalKernels } from "./kernels/module.ts";
import { type MelBand, MelFilterbank } from "./mel_filterbank.ts";

/**
 * Turns frames into rows of log-Mel, each frame by itself:
 *
 *     frame -> taper -> |FFT|^2 / sum(taper^2) -> Mel bands -> ln(power + floor)
 *
 * Power is divided by the taper's energy, so white noise of variance v has
 * power v in every bin and band.
 */
export class LogMel {
  readonly #kernels: SignalKernels;
  readonly #fft: RealFft;
  readonly #frame: Float32Array;
  readonly #row: Float32Array;
  readonly #taper: readonly number[];
  readonly #mel: readonly number[];
  readonly #logarithm: readonly number[];

  /** @throws {RangeError} If the frame is longer than the transform, or bands or sizes are impossible. */
  constructor(spec: FeatureSpec) {
    const { frameSamples, fftSamples, melCount, powerFloor } = spec;
    if (frameSamples > fftSamples) {
      throw new RangeError(
        `Cannot create LogMel as a frame must fit the transform of ${fftSamples} samples: current value is ${frameSamples}`,
      );
    }
    const { bands, binCount } = new MelFilterbank(spec);
    const paddedSamples = 4 * Math.ceil(frameSamples / 4);
    const heap = new SignalHeap(
      RealFft.bytesOf(fftSamples) + 12 * paddedSamples +
        8 * (bands.length + 1) * (fftSamples / 2) + 12 * (melCount + 4) +
        6 * 16,
    );
    this.#kernels = heap.kernels;
    this.#fft = new RealFft(fftSamples, heap, binCount);
    this.#frame = heap.float32(paddedSamples);
    this.#row = heap.float32(4 * Math.ceil(melCount / 4)).subarray(0, melCount);
    const weights = heap.float64(paddedSamples);
    weights.set(hannOfUnitEnergy(frameSamples));
    this.#taper = [
      ...[this.#frame, weights, this.#fft.samples].map(addressOf),
      Math.min(paddedSamples, fftSamples),
    ];
    const tables = bandTables(heap, bands);
    this.#mel = [
      ...[this.#fft.power, ...tables, this.#row].map(addressOf),
      melCount,
    ];
    this.#logarithm = [addressOf(this.#row), melCount, powerFloor];
  }

  /**
   * The power of each band, without floor or logarithm.
   *
   * @param frame `[frameSamples]`.
   * @returns `[melCount]`, lent until the next call of any method.
   */
  powerRow(frame: Float32Array): Float32Array {
    this.#frame.set(frame);
    this.#kernels.taper(...this.#taper);
    this.#fft.run();
    this.#kernels.mel(...this.#mel);
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
    this.#kernels.logarithm(...this.#logarithm);
    return row;
  }
}

function addressOf({ byteOffset }: Float64Array | Float32Array | Int32Array) {
  return byteOffset;
}

/** First bin and number of each band, and their weights, as the kernel reads them. */
function bandTables(
  heap: SignalHeap,
  bands: readonly MelBand[],
): [Int32Array, Float64Array] {
  const evenLengths = bands.map(({ weights }) =>
    weights.length + weights.length % 2
  );
  const spans = heap.int32(2 * bands.length);
  const values = heap.float64(
    evenLengths.reduce((sum, length) => sum + length, 0),
  );
  let at = 0;
  bands.forEach(({ firstBin, weights }, i) => {
    spans.set([firstBin, evenLengths[i]!], 2 * i);
    values.set(weights, at);
    at += evenLengths[i]!;
  });
  return [spans, values];
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
