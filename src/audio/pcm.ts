/**
 * Linear samples as bytes: 16-bit integers and 32-bit floats, little-endian,
 * at any alignment.
 *
 * @module
 */

/**
 * The highest amplitude a float sample may have. Full scale is 1, and filters
 * overshoot it a little; 8 (+18 dBFS) no recording reaches, and its power is
 * far from overflow.
 */
export const MAX_AMPLITUDE = 8;

/** Integer steps of a 16-bit sample per unit of amplitude. */
const STEPS_16 = 32_768;

/** Reads 16-bit samples as multiples of 1/32768, so -32768 is -1 exactly. */
export function decodePcm16(bytes: Uint8Array, samples: Float32Array): void {
  const view = viewOf(bytes);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = view.getInt16(2 * i, true) / STEPS_16;
  }
}

/** @throws {RangeError} If a sample is NaN, or beyond ±{@linkcode MAX_AMPLITUDE}. */
export function decodeFloat32(bytes: Uint8Array, samples: Float32Array): void {
  const view = viewOf(bytes);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = view.getFloat32(4 * i, true);
  }
  const index = firstImpossible(samples);
  if (index === undefined) return;
  throw new RangeError(
    `Cannot decode audio as amplitudes must be within ±${MAX_AMPLITUDE}: current value is ${
      samples[index]
    } in sample ${index}`,
  );
}

/** The index of the first sample that is NaN, or beyond ±{@linkcode MAX_AMPLITUDE}. */
export function firstImpossible(samples: Float32Array): number | undefined {
  for (let i = 0; i < samples.length; i++) {
    if (!(Math.abs(samples[i]!) <= MAX_AMPLITUDE)) return i;
  }
  return undefined;
}

/** The nearest 16-bit integer to an amplitude; what is beyond full scale clips. */
export function quantise16(amplitude: number): number {
  return Math.max(
    -STEPS_16,
    Math.min(STEPS_16 - 1, Math.round(amplitude * STEPS_16)),
  );
}

/** Writes samples as 16-bit integers, `2 * samples.length` bytes. */
export function encodePcm16(samples: Float32Array, bytes: Uint8Array): void {
  const view = viewOf(bytes);
  for (let i = 0; i < samples.length; i++) {
    view.setInt16(2 * i, quantise16(samples[i]!), true);
  }
}

/** Writes samples as they are, `4 * samples.length` bytes. */
export function encodeFloat32(samples: Float32Array, bytes: Uint8Array): void {
  const view = viewOf(bytes);
  for (let i = 0; i < samples.length; i++) {
    view.setFloat32(4 * i, samples[i]!, true);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
