/**
 * Audio for sessions, made here.
 *
 * @module
 */

/** A generator of numbers in [-1, 1). Source: Numerical Recipes, 2nd ed., page 284 (LCG). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * Something that rises and falls as speech does: a buzz of 140 Hz under moving
 * formants, four syllables a second, with the hiss of a quiet room.
 */
export function speechLike(
  seconds: number,
  rateHz = 16_000,
  { pitchHz = 140, seed = 1 } = {},
): Float32Array {
  const random = noise(seed);
  return Float32Array.from({ length: Math.round(seconds * rateHz) }, (_, i) => {
    const t = i / rateHz;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * t)) ** 2;
    const phase = 2 * Math.PI * pitchHz * t +
      3 * Math.sin(2 * Math.PI * 0.7 * t);
    let buzz = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++) {
      const formant = 500 + 300 * Math.sin(2 * Math.PI * 1.3 * t);
      const distance = (harmonic * pitchHz - formant) / 250;
      buzz += Math.sin(harmonic * phase) *
        (Math.exp(-distance * distance) + 0.1 / harmonic);
    }
    return 0.15 * syllable * buzz + 0.0005 * random();
  });
}

/** Nothing at all. */
export function silence(seconds: number, rateHz = 16_000): Float32Array {
  return new Float32Array(Math.round(seconds * rateHz));
}

/** Samples one after the other. */
export function concat(...parts: Float32Array[]): Float32Array {
  const joined = new Float32Array(
    parts.reduce((n, part) => n + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Samples as 16-bit PCM. */
export function pcm16(samples: Float32Array): Uint8Array {
  const pcm = Int16Array.from(
    samples,
    (sample) =>
      Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))),
  );
  return new Uint8Array(pcm.buffer);
}

/** Bytes cut into chunks of the given sizes, repeated. */
export function* chunks(
  bytes: Uint8Array,
  sizes: readonly number[],
): Generator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.slice(at, at + size);
    at += size;
  }
}
