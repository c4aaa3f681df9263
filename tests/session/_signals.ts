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

/** First and second formant of a few vowels, in Hz. Source: Peterson and Barney 1952, men. */
const VOWELS = [[730, 1090], [270, 2290], [660, 1720], [300, 870], [570, 840]];

/**
 * Something that moves as speech does: a buzz whose formants glide from vowel
 * to vowel, four syllables a second and a pause after each third, in the hiss
 * of a quiet room.
 */
export function speechLike(
  seconds: number,
  rateHz = 16_000,
  { pitchHz = 140, seed = 1 } = {},
): Float32Array {
  const random = noise(seed);
  return Float32Array.from({ length: Math.round(seconds * rateHz) }, (_, i) => {
    const t = i / rateHz;
    const syllable = Math.floor(4 * t);
    const within = 4 * t - syllable;
    const loudness = syllable % 4 === 3 ? 0 : Math.sin(Math.PI * within);
    const from = VOWELS[syllable % VOWELS.length]!;
    const to = VOWELS[(syllable + 2) % VOWELS.length]!;
    let buzz = 0;
    for (let harmonic = 1; harmonic * pitchHz < 3_400; harmonic++) {
      const nearness = from.reduce((sum, hz, formant) => {
        const centre = hz + within * (to[formant]! - hz);
        return sum + Math.exp(-(((harmonic * pitchHz - centre) / 120) ** 2));
      }, 0.003);
      buzz += nearness * Math.sin(2 * Math.PI * harmonic * pitchHz * t);
    }
    return 0.15 * loudness * buzz + 0.00015 * random();
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
