/**
 * Steady noise of a room or a street, without voices.
 *
 * @module
 */
import type { Random } from "../random.ts";
import { activePower } from "./active_level.ts";

/**
 * Adds pink noise.
 *
 * @param snrDb Level of the speech while it is active over that of the noise.
 * @returns As many samples, owned.
 */
export function withNoise(
  samples: Float32Array,
  rateHz: number,
  snrDb: number,
  random: Random,
): Float32Array {
  const noise = pinkNoise(samples.length, rateHz, random);
  const noisePower = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
  const wanted = activePower(samples, rateHz) / 10 ** (snrDb / 10);
  const gain = Math.sqrt(wanted / noisePower);
  return samples.map((sample, i) => sample + gain * noise[i]!);
}

/**
 * Each low pass falls by 6 dB an octave above its corner; four of them, two
 * octaves and 6 dB apart, fall by 3 dB an octave together: pink within 1 dB from
 * 60 Hz, where the features begin, and level below.
 */
const CORNERS_HZ = [60, 240, 960, 3_840];

/** Noise whose power falls by 3 dB an octave, as that of rooms does; of any level. */
export function pinkNoise(
  count: number,
  rateHz: number,
  random: Random,
): Float32Array {
  const keep = CORNERS_HZ.map((hz) => Math.exp(-2 * Math.PI * hz / rateHz));
  const gains = CORNERS_HZ.map((hz, k) => (1 - keep[k]!) / Math.sqrt(hz));
  const states = new Float64Array(CORNERS_HZ.length);
  return Float32Array.from({ length: count }, () => {
    const white = random.uniform(-1, 1);
    let sum = 0;
    for (let k = 0; k < states.length; k++) {
      states[k] = keep[k]! * states[k]! + gains[k]! * white;
      sum += states[k]!;
    }
    return sum;
  });
}
