/**
 * From samples to the bytes that a client sends.
 *
 * @module
 */
import { encodeG711 } from "./g711.ts";
import { encodeFloat32, encodePcm16 } from "./pcm.ts";
import { bytesPerSample, type SampleEncoding } from "./sample_encoding.ts";

type Encode = (samples: Float32Array, bytes: Uint8Array) => void;

const ENCODE: Readonly<Record<SampleEncoding, Encode>> = {
  "pcm_s16le": encodePcm16,
  "pcm_f32le": encodeFloat32,
  mulaw: (samples, bytes) => encodeG711("mulaw", samples, bytes),
  alaw: (samples, bytes) => encodeG711("alaw", samples, bytes),
};

/**
 * Turns samples into the bytes a client sends. Integer encodings round to the
 * nearest step and clip beyond full scale.
 *
 * @param samples Interleaved, in [-1, 1].
 * @returns Bytes of their own.
 */
export function encodeSamples(
  encoding: SampleEncoding,
  samples: Float32Array,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * bytesPerSample(encoding));
  ENCODE[encoding](samples, bytes);
  return bytes;
}
