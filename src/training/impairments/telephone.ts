/**
 * A telephone line: 8 kHz, 300 to 3400 Hz, 8-bit mu-law, and back.
 *
 * @module
 */
import { FEATURES } from "../../audio/feature_spec.ts";
import { decodeG711, encodeG711 } from "../../audio/g711.ts";
import { resampled } from "../whole_signal.ts";

/** The rate of the line. */
export const LINE_HZ = 8_000;

/**
 * Sends a signal over a telephone.
 *
 * @param samples At 16 kHz.
 * @param disturb Is lent what arrives at the far end, at 8 kHz, to change it in place.
 * @returns As many samples at 16 kHz, owned, not shifted in time.
 */
export function overTelephone(
  samples: Float32Array,
  disturb: (line: Float32Array) => void = () => {},
): Float32Array {
  const line = filtered(
    resampled(samples, FEATURES.sampleRateHz, LINE_HZ),
    BAND,
  );
  const codes = new Uint8Array(line.length);
  encodeG711("mulaw", line, codes);
  decodeG711("mulaw", codes, line);
  disturb(line);
  return resampled(line, LINE_HZ, FEATURES.sampleRateHz)
    .subarray(0, samples.length);
}

/** Edges at -6 dB; G.712's channel is flat within 0.5 dB from 300 Hz to 3000 Hz and falls beyond. */
const [LOW_HZ, HIGH_HZ] = [300, 3_400];

/** Odd, so that the delay is a whole number of samples and can be taken back. */
const TAP_COUNT = 101;

const BAND = bandPass();

/** A windowed-sinc band pass (Hamming) of gain 1 at its middle, `[taps]`. */
function bandPass(): Float64Array {
  const middle = (TAP_COUNT - 1) / 2;
  const taps = Float64Array.from({ length: TAP_COUNT }, (_, i) => {
    const taper = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (TAP_COUNT - 1));
    return taper * (lowPass(i - middle, HIGH_HZ) - lowPass(i - middle, LOW_HZ));
  });
  const omega = Math.PI * (LOW_HZ + HIGH_HZ) / LINE_HZ;
  const gain = taps.reduce(
    (sum, tap, i) => sum + tap * Math.cos(omega * (i - middle)),
    0,
  );
  return taps.map((tap) => tap / gain);
}

/** Impulse response of the ideal low pass at `n` samples from its middle. */
function lowPass(n: number, edgeHz: number): number {
  const cycles = 2 * edgeHz / LINE_HZ;
  return n === 0 ? cycles : Math.sin(Math.PI * cycles * n) / (Math.PI * n);
}

/** Filters without delay: the taps are symmetric, and silence surrounds the signal. */
function filtered(samples: Float32Array, taps: Float64Array): Float32Array {
  const middle = (taps.length - 1) / 2;
  const padded = new Float32Array(samples.length + 2 * middle);
  padded.set(samples, middle);
  const out = new Float32Array(samples.length);
  for (let n = 0; n < out.length; n++) {
    let sum = taps[middle]! * padded[n + middle]!;
    for (let k = 0; k < middle; k++) {
      sum += taps[k]! * (padded[n + k]! + padded[n + 2 * middle - k]!);
    }
    out[n] = sum;
  }
  return out;
}
