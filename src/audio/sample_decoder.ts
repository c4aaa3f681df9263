/**
 * From the bytes that a client sends to samples.
 *
 * @module
 */
import { decodeG711 } from "./g711.ts";
import { decodeFloat32, decodePcm16 } from "./pcm.ts";
import { bytesPerSample, type SampleEncoding } from "./sample_encoding.ts";

/**
 * Turns bytes into samples in [-1, 1] (float input: up to ±8).
 *
 * @returns Samples, channels still interleaved; lent until the next call.
 * @throws {RangeError} If the bytes end within a sample, or a float sample is
 * NaN, infinite or beyond ±8.
 */
export type SampleDecoder = (bytes: Uint8Array) => Float32Array;

type Decode = (bytes: Uint8Array, samples: Float32Array) => void;

const DECODE: Readonly<Record<SampleEncoding, Decode>> = {
  "pcm_s16le": decodePcm16,
  "pcm_f32le": decodeFloat32,
  mulaw: (bytes, samples) => decodeG711("mulaw", bytes, samples),
  alaw: (bytes, samples) => decodeG711("alaw", bytes, samples),
};

/**
 * Creates a decoder with a buffer of its own. It carries nothing from call to
 * call: half a sample is an error, so that a byte lost on the way cannot turn
 * the rest of a call into noise.
 */
export function createSampleDecoder(encoding: SampleEncoding): SampleDecoder {
  const sampleBytes = bytesPerSample(encoding);
  const decode = DECODE[encoding];
  let buffer = new Float32Array(0);

  return (bytes) => {
    const count = bytes.length / sampleBytes;
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `Cannot decode audio as a sample of ${encoding} takes ${sampleBytes} bytes: current value is ${bytes.length} bytes`,
      );
    }
    if (buffer.length < count) buffer = new Float32Array(count);
    const samples = buffer.subarray(0, count);
    decode(bytes, samples);
    return samples;
  };
}
