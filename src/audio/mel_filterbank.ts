import type { FeatureSpec } from "./feature_spec.ts";
import { hzToMel, melToHz } from "./mel_scale.ts";

/**
 * Triangular bands, equally spaced on the Mel scale, over the bins of a
 * power spectrum.
 *
 *     weight        /\    /\
 *                  /  \  /  \           band m rises from edge m to edge m + 1
 *                 /    \/    \          and falls to edge m + 2, linear in Hz
 *                /     /\     \
 *     edge      m   m + 1  m + 2  m + 3
 *
 * A band's weights sum to 1: white noise has the same power in every band, so
 * one floor suits them all.
 */
export class MelFilterbank {
  /** Bins of the spectrum that the bands look at, from bin 0 on. */
  readonly binCount: number;
  /** Lowest first. */
  readonly bands: readonly MelBand[];

  /** @throws {RangeError} If the edges are out of order, or a band is so narrow that it holds no bin. */
  constructor(spec: FeatureSpec) {
    assertEdges(spec);
    this.bands = createBands(spec);
    this.binCount = Math.max(
      ...this.bands.map(({ firstBin, weights }) => firstBin + weights.length),
    );
  }
}

/** One band: `weights[i]` belongs to bin `firstBin + i`. */
export interface MelBand {
  readonly firstBin: number;
  readonly weights: Float64Array;
}

function assertEdges({ minHz, maxHz, sampleRateHz }: FeatureSpec): void {
  if (minHz >= 0 && minHz < maxHz && maxHz <= sampleRateHz / 2) return;
  throw new RangeError(
    `Cannot create Mel bands as 0 <= minHz < maxHz <= ${
      sampleRateHz / 2
    } must hold: current values are ${minHz} and ${maxHz}`,
  );
}

function createBands(spec: FeatureSpec): MelBand[] {
  const low = hzToMel(spec.minHz);
  const step = (hzToMel(spec.maxHz) - low) / (spec.melCount + 1);
  const binHz = spec.sampleRateHz / spec.fftSamples;
  return Array.from({ length: spec.melCount }, (_, m) => {
    const [from, peak, to] = [m, m + 1, m + 2].map((edge) =>
      Math.min(melToHz(low + edge * step), spec.maxHz) / binHz
    ) as [number, number, number];
    const firstBin = Math.floor(from) + 1;
    const count = Math.ceil(to) - firstBin;
    if (count < 1) {
      throw new RangeError(
        `Cannot create Mel bands as each must hold a bin of ${binHz} Hz: current value is none in band ${m} of ${spec.melCount}`,
      );
    }
    const weights = Float64Array.from({ length: count }, (_, i) => {
      const bin = firstBin + i;
      return Math.min((bin - from) / (peak - from), (to - bin) / (to - peak));
    });
    return { firstBin, weights: sumToOne(weights) };
  });
}

function sumToOne(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
