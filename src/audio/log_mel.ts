import type { FeatureSpec } from "./feature_spec.ts";
import { RealFft } from "./fft.ts";
import { SignalHeap, type SignalKernels } from "./kernels/module.ts";
import { type MelBand, MelFilterbank } from "./mel_filterbank.ts";

/**
 * Frames that are analysed in one turn, at most: enough that a turn costs little
 * beside them, few enough that they lie in the nearest cache.
 */
const RUN_FRAMES = 16;

/**
 * Turns frames into rows of log-Mel, each frame by itself:
 *
 *     frame -> taper -> |FFT|^2 / sum(taper^2) -> Mel bands -> ln(power + floor)
 *
 * Power is divided by the taper's energy, so white noise of variance v has
 * power v in every bin and band.
 *
 * Fill {@linkcode samples} with frames that overlap, then ask for their rows. Two
 * are computed at once, and a row is the same whichever frames come with it.
 */
export class LogMel {
  /** Where the samples go: as many frames as are analysed in one turn. */
  readonly samples: Float32Array;
  readonly #kernels: SignalKernels;
  readonly #rows: Float32Array;
  readonly #melCount: number;
  readonly #powerFloor: number;
  readonly #hopSamples: number;
  /** What the kernel takes behind the samples, the hop and the count. */
  readonly #tables: readonly number[];

  /** @throws {RangeError} If the frame is longer than the transform, or bands or sizes are impossible. */
  constructor(spec: FeatureSpec) {
    const { frameSamples, hopSamples, fftSamples, melCount } = spec;
    if (frameSamples > fftSamples) {
      throw new RangeError(
        `Cannot create LogMel as a frame must fit the transform of ${fftSamples} samples: current value is ${frameSamples}`,
      );
    }
    const { bands, binCount } = new MelFilterbank(spec);
    const paddedSamples = 4 * Math.ceil(frameSamples / 4);
    const runSamples = (RUN_FRAMES - 1) * hopSamples + frameSamples;
    const rowValues = (RUN_FRAMES + 1) * melCount; // one more: see the kernel
    const heap = new SignalHeap(
      RealFft.bytesOf(fftSamples) + 8 * paddedSamples +
        8 * bands.length * (fftSamples / 2 + 2) +
        4 * (runSamples + rowValues + 8) + 6 * 16,
    );
    const fft = new RealFft(fftSamples, heap, binCount);
    this.samples = heap.float32(runSamples + 3).subarray(0, runSamples);
    this.#rows = heap.float32(rowValues);
    const weights = heap.float64(paddedSamples);
    weights.set(hannOfUnitEnergy(frameSamples));
    this.#kernels = heap.kernels;
    this.#melCount = melCount;
    this.#powerFloor = spec.powerFloor;
    this.#hopSamples = hopSamples;
    this.#tables = [
      weights.byteOffset,
      paddedSamples,
      ...fft.numbers,
      ...bandTables(heap, bands),
      this.#rows.byteOffset,
      melCount,
    ];
  }

  /**
   * The power of each band, without floor or logarithm, of the first frames in
   * {@linkcode samples}.
   *
   * @returns `[count, melCount]`, lent until the next call of any method.
   */
  powerRows(count: number): Float32Array {
    const { byteOffset } = this.samples;
    this.#kernels.melRows(
      byteOffset,
      this.#hopSamples,
      count,
      ...this.#tables,
    );
    return this.#rows.subarray(0, count * this.#melCount);
  }

  /**
   * The natural logarithm of each band's power plus the floor, of the first frames
   * in {@linkcode samples}.
   *
   * @returns `[count, melCount]`, lent until the next call of any method.
   */
  rows(count: number): Float32Array {
    const rows = this.powerRows(count);
    this.#kernels.logarithm(rows.byteOffset, rows.length, this.#powerFloor);
    return rows;
  }
}

/** First bin and number of each band, and their weights, as the kernel reads them: their addresses. */
function bandTables(
  heap: SignalHeap,
  bands: readonly MelBand[],
): [number, number] {
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
  return [spans.byteOffset, values.byteOffset];
}

const shared = new WeakMap<FeatureSpec, LogMel>();

/**
 * The analysis for a spec; all streams of one spec share one, since it keeps
 * nothing from frame to frame: its tables and buffers are 60 kB.
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
