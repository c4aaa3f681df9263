/**
 * How much the log spectrum of steady noise moves by chance.
 *
 * The power of noise in one bin of a Fourier transform is exponentially
 * distributed, so the deviation of its logarithm is 1.28 nats (5.6 dB) at any
 * level and for any colour. That makes the movement of noise a known quantity,
 * and whatever moves more is not steady.
 *
 * @module
 */

/**
 * Variance, in square nats, between the means of 8 rows and of the next 8 in
 * white noise: 0.32 in the lower third of the bands, that catch one bin or
 * two, falling to 0.13 in the highest, that average six.
 *
 * Source: measured on two minutes of white noise with this project's rows; the
 * line lies within 0.03 of each band above the tenth.
 */
const LOW_BAND_VARIANCE = 0.32;
const HIGH_BAND_VARIANCE = 0.13;

/** Where the fall begins, as a share of the bands. */
const FALL_FROM = 1 / 3;

/** Variance of each band in noise far above the floor, `[melCount]`, square nats. */
export function noiseVariance(melCount: number): Float32Array {
  return Float32Array.from({ length: melCount }, (_, band) => {
    const fall = (band / melCount - FALL_FROM) / (1 - FALL_FROM);
    return LOW_BAND_VARIANCE +
      Math.max(0, fall) * (HIGH_BAND_VARIANCE - LOW_BAND_VARIANCE);
  });
}

/**
 * Share of a band's power that is sound and not the floor that was added to it:
 * 0 at the floor, near 1 well above. Noise moves by this share of what it would
 * without a floor.
 *
 * @param aboveFloor Log power above the logarithm of the floor, nats, >= 0.
 */
export function liveShare(aboveFloor: number): number {
  return 1 - Math.exp(-aboveFloor);
}
