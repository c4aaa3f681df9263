/**
 * The logarithmic 8-bit codes of telephony, mu-law and A-law.
 *
 * A code is a sign, one of eight segments and one of sixteen steps in it;
 * segments double in size, so the error keeps in proportion to the level.
 *
 *     bit   7     6 5 4    3 2 1 0
 *          sign  segment    step        inverted: all bits (mu-law),
 *                                       every other bit (A-law)
 *
 * Source: ITU-T G.711 (11/1988), tables 1 and 2, with the decoder's values
 * scaled to 16 bits as in its software library G.191.
 *
 * @module
 */
import { quantise16 } from "./pcm.ts";

/** The law of a telephone network: mu in North America and Japan, A elsewhere. */
export type G711Law = "mulaw" | "alaw";

/** Added to a magnitude so that mu-law's segments begin at powers of two, in 16-bit steps. */
const MU_BIAS = 132;
/** The largest magnitude whose biased value has 15 bits. */
const MU_CLIP = 32_635;
const A_INVERSION = 0x55;

/** Decodes one byte a sample, full scale as for 16-bit PCM. */
export function decodeG711(
  law: G711Law,
  codes: Uint8Array,
  samples: Float32Array,
): void {
  const table = DECODE[law];
  for (let i = 0; i < samples.length; i++) samples[i] = table[codes[i]!]!;
}

/** Encodes as if the samples came from a 16-bit converter: rounded, clipped. */
export function encodeG711(
  law: G711Law,
  samples: Float32Array,
  codes: Uint8Array,
): void {
  const encode = ENCODE[law];
  for (let i = 0; i < samples.length; i++) {
    codes[i] = encode(quantise16(samples[i]!));
  }
}

function muToLinear16(code: number): number {
  const inverted = ~code & 0xff;
  const segment = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 15) << 3) + MU_BIAS) << segment) - MU_BIAS;
  return inverted & 0x80 ? 0 - magnitude : magnitude; // not -0
}

function aToLinear16(code: number): number {
  const plain = code ^ A_INVERSION;
  const segment = (plain >> 4) & 7;
  const middle = ((plain & 15) << 4) + 8;
  const magnitude = segment === 0 ? middle : (middle + 256) << (segment - 1);
  return plain & 0x80 ? magnitude : -magnitude;
}

function linear16ToMu(linear: number): number {
  const sign = linear < 0 ? 0x80 : 0;
  // The standard's 14-bit input: steps below 4 of 16 bits are dropped, towards -infinity.
  const steps = linear & ~3;
  const biased = Math.min(Math.abs(steps), MU_CLIP) + MU_BIAS;
  const segment = 24 - Math.clz32(biased);
  const step = (biased >> (segment + 3)) & 15;
  return ~(sign | (segment << 4) | step) & 0xff;
}

function linear16ToA(linear: number): number {
  const sign = linear < 0 ? 0 : 0x80;
  // One's complement for negatives: the steps of both signs mirror around -1/2.
  const magnitude = (linear < 0 ? ~linear : linear) >> 4;
  const segment = Math.max(0, 28 - Math.clz32(magnitude));
  const step = (magnitude >> Math.max(0, segment - 1)) & 15;
  return (sign | (segment << 4) | step) ^ A_INVERSION;
}

function amplitudes(toLinear16: (code: number) => number): Float32Array {
  return Float32Array.from(
    { length: 256 },
    (_, code) => toLinear16(code) / 32_768,
  );
}

const DECODE: Readonly<Record<G711Law, Float32Array>> = {
  mulaw: amplitudes(muToLinear16),
  alaw: amplitudes(aToLinear16),
};

const ENCODE: Readonly<Record<G711Law, (linear: number) => number>> = {
  mulaw: linear16ToMu,
  alaw: linear16ToA,
};
