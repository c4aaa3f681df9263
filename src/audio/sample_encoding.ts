/**
 * The encodings in which a client may send samples.
 *
 * @module
 */

/** Bytes of one sample, by encoding. All are little-endian. */
const BYTES_PER_SAMPLE = {
  "pcm_s16le": 2,
  "pcm_f32le": 4,
  mulaw: 1,
  alaw: 1,
} as const;

/** How a sample is written as bytes. */
export type SampleEncoding = keyof typeof BYTES_PER_SAMPLE;

/** Every {@linkcode SampleEncoding}. */
export const SAMPLE_ENCODINGS = Object.freeze(
  Object.keys(BYTES_PER_SAMPLE) as SampleEncoding[],
);

/** Bytes of one sample of one channel. */
export function bytesPerSample(encoding: SampleEncoding): number {
  return BYTES_PER_SAMPLE[encoding];
}
