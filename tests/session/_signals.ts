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
const VOWELS = [
  [730, 1090],
  [270, 2290],
  [660, 1720],
  [300, 870],
  [570, 840],
] as const;

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
  const samples = new Float32Array(Math.round(seconds * rateHz));
  for (let i = 0; i < samples.length; i++) {
    const t = i / rateHz;
    const syllable = Math.floor(4 * t);
    const within = 4 * t - syllable;
    const hiss = 0.00015 * random();
    if (syllable % 4 === 3) {
      samples[i] = hiss; // the pause
      continue;
    }
    const loudness = Math.sin(Math.PI * within);
    samples[i] = 0.15 * loudness * buzz(t, syllable, within, pitchHz) + hiss;
  }
  return samples;
}

/**
 * The harmonics, each as loud as it is near to a formant. Most time of many tests is
 * spent here: the sine of a multiple comes of the two before, as Chebyshev has it.
 */
function buzz(
  t: number,
  syllable: number,
  within: number,
  pitchHz: number,
): number {
  const [from1, from2] = VOWELS[syllable % VOWELS.length]!;
  const [to1, to2] = VOWELS[(syllable + 2) % VOWELS.length]!;
  const formant1 = from1 + within * (to1 - from1);
  const formant2 = from2 + within * (to2 - from2);
  const angle = 2 * Math.PI * pitchHz * t;
  const twiceCosine = 2 * Math.cos(angle);
  let [before, sine] = [0, Math.sin(angle)];
  let sum = 0;
  for (let hz = pitchHz; hz < 3_400; hz += pitchHz) {
    sum += sine * (0.003 + nearness(hz - formant1) + nearness(hz - formant2));
    const next = twiceCosine * sine - before;
    before = sine;
    sine = next;
  }
  return sum;
}

/** A bell; none where nothing of it would be seen beside what every harmonic has. */
function nearness(hz: number): number {
  const power = (hz / 120) ** 2;
  return power > 43 ? 0 : Math.exp(-power);
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
