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

/**
 * The byte of which silence consists, by encoding.
 *
 * Source: ITU-T G.711, the codes of the smallest positive value: mu-law inverts
 * all bits of it, A-law every other one.
 */
const SILENT_BYTE: Readonly<Record<SampleEncoding, number>> = {
  "pcm_s16le": 0,
  "pcm_f32le": 0,
  mulaw: 0xff,
  alaw: 0xd5,
};

/** The byte that is silence however often it is repeated. */
export function silentByte(encoding: SampleEncoding): number {
  return SILENT_BYTE[encoding];
}
