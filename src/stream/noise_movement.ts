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
 * white noise: 0.32 in the lowest third of the bands, which catch one bin or
 * two, falling to 0.13 in the highest, which average six.
 *
 * Source: two minutes of white noise through this project's front end; the line
 * lies within 0.05 of every band above the tenth. Of the first ten, five catch
 * one bin each and reach 0.49.
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
 * It is 1 - exp(-x), with three terms of the exponential's series for all of
 * it: at most 0.07 less, and four times as fast.
 *
 * @param aboveFloor Log power above the logarithm of the floor, nats, >= 0.
 */
export function liveShare(aboveFloor: number): number {
  return 1 - 1 / (1 + aboveFloor + aboveFloor * aboveFloor / 2);
}
