/**
 * From what a program has in hand to the bytes of the agreed encoding.
 *
 * @module
 */
import type { AudioEncoding } from "../protocol/native/messages.ts";

/**
 * Audio as a program has it: bytes in the stream's encoding, or samples of all
 * channels, interleaved: 16-bit ones, or floats in [-1, 1].
 */
export type Samples = Uint8Array | Int16Array | Float32Array;

/** Bytes of one sample of one channel. */
const BYTES_PER_SAMPLE: Readonly<Record<AudioEncoding, number>> = {
  "pcm_s16le": 2,
  "pcm_f32le": 4,
  mulaw: 1,
  alaw: 1,
};

/** Bytes of one sample of every channel. */
export function bytesPerMoment(
  encoding: AudioEncoding,
  channelCount: number,
): number {
  return BYTES_PER_SAMPLE[encoding] * channelCount;
}

/** @throws {RangeError} If bytes end within a sample of all channels. */
export function assertWhole(bytes: Uint8Array, momentBytes: number): void {
  if (bytes.length % momentBytes === 0) return;
  throw new RangeError(
    `Cannot send audio as samples must be whole, ${momentBytes} bytes of all channels: current value is ${bytes.length} bytes`,
  );
}

/** The size of a step of a 16-bit sample. */
const STEPS = 32_768;

/**
 * The bytes of samples; those that are of the encoding already are not copied.
 * Typed arrays are taken for little-endian, as on every machine that runs this.
 *
 * @throws {TypeError} If the encoding is one that only bytes can hold.
 */
export function sampleBytes(
  samples: Samples,
  encoding: AudioEncoding,
): Uint8Array {
  if (samples instanceof Uint8Array) return samples;
  if (encoding === "pcm_s16le") {
    return bytesOf(
      samples instanceof Int16Array ? samples : toSteps(samples),
    );
  }
  if (encoding === "pcm_f32le") {
    return bytesOf(
      samples instanceof Float32Array ? samples : fromSteps(samples),
    );
  }
  throw new TypeError(
    `Cannot send samples as the encoding must be linear: current value is "${encoding}"; give its bytes`,
  );
}

function bytesOf({ buffer, byteOffset, byteLength }: Samples): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Rounds to the nearest step, and clips beyond full scale. */
function toSteps(samples: Float32Array): Int16Array {
  const steps = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const step = Math.round(samples[i]! * STEPS);
    steps[i] = step < -STEPS ? -STEPS : step >= STEPS ? STEPS - 1 : step;
  }
  return steps;
}

function fromSteps(steps: Int16Array): Float32Array {
  return Float32Array.from(steps, (step) => step / STEPS);
}
