/**
 * Sounds that are no speech, made here, at 16 kHz; and what a channel makes of
 * a sound.
 *
 * @module
 */
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { FrontEnd } from "../../src/stream/front_end.ts";
import { type Speech, VoiceActivity } from "../../src/stream/voice_activity.ts";
import {
  embeddingCount,
  rowSpan,
  windowCount,
  windowSpan,
} from "../../src/stream/window_clock.ts";
import { Random } from "../../src/training/random.ts";
import { ENCODER, WINDOWS } from "./_geometry.ts";

export const RATE_HZ = 16_000;

/** Gaussian noise of RMS 1. */
export function white(seconds: number, seed: number): Float32Array {
  const random = new Random(seed, "noise");
  return made(seconds, () => random.normal());
}

/**
 * Noise of RMS 1 of any first-order colour: a pole of 0.98 gives a rumble, 0
 * white noise, -0.9 a hiss.
 */
export function coloured(
  seconds: number,
  pole: number,
  seed: number,
): Float32Array {
  const scale = Math.sqrt(1 - pole * pole);
  let last = 0;
  return white(seconds, seed).map((w) => last = pole * last + scale * w);
}

/** Noise of RMS 1 around one frequency. */
export function narrow(
  seconds: number,
  centreHz: number,
  widthHz: number,
  seed: number,
): Float32Array {
  const radius = Math.exp(-Math.PI * widthHz / RATE_HZ);
  const turn = 2 * radius * Math.cos(2 * Math.PI * centreHz / RATE_HZ);
  let last = 0;
  let before = 0;
  const noise = white(seconds, seed).map((w) => {
    [before, last] = [last, w + turn * last - radius * radius * before];
    return last;
  });
  const rms = Math.sqrt(
    noise.reduce((sum, x) => sum + x * x, 0) / noise.length,
  );
  return noise.map((x) => x / rms);
}

/** Sines of equal level, RMS 1 together. */
export function tones(seconds: number, ...hertz: number[]): Float32Array {
  const level = Math.sqrt(2 / hertz.length);
  return made(seconds, (t) =>
    level *
    hertz.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * t), 0));
}

/** Mains hum: 50 Hz and its harmonics, falling. */
export function hum(seconds: number): Float32Array {
  return made(seconds, (t) => {
    let sum = 0;
    for (let k = 1; k < 30; k++) {
      sum += Math.sin(2 * Math.PI * 50 * k * t + k * k) / k;
    }
    return sum;
  });
}

/** Short decaying bursts of noise, as of knocks or keys. */
export function knocks(
  seconds: number,
  everySeconds: number,
  seed: number,
): Float32Array {
  const noise = white(seconds, seed);
  return noise.map((x, i) =>
    x * Math.exp(-((i / RATE_HZ + 0.6 * everySeconds) % everySeconds) / 0.015)
  );
}

/** A sound that starts in silence, goes on and off, by turns. */
export function gated(
  sound: Float32Array,
  onSeconds: number,
  offSeconds: number,
): Float32Array {
  return sound.map((x, i) => {
    const t = i / RATE_HZ - 0.3;
    return t >= 0 && t % (onSeconds + offSeconds) < onSeconds ? x : 0;
  });
}

/** A sound that swells and falls by so many decibels, so many times a second. */
export function swelling(
  sound: Float32Array,
  db: number,
  hertz: number,
): Float32Array {
  const turn = 2 * Math.PI * hertz / RATE_HZ;
  return sound.map((x, i) => x * 10 ** (db * Math.sin(turn * i) / 20));
}

/** A sound at another level. */
export function louder(sound: Float32Array, db: number): Float32Array {
  const factor = 10 ** (db / 20);
  return sound.map((x) => factor * x);
}

/** Two sounds at once. */
export function mixed(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((x, i) => x + b[i]!);
}

/** The rows of a sound, `[n, melCount]`. */
export function rowsOf(sound: Float32Array, rateHz = RATE_HZ): Float32Array {
  const rows: number[] = [];
  const frontEnd = new FrontEnd(rateHz, FEATURES);
  frontEnd.push(sound, (run) => rows.push(...run));
  return Float32Array.from(rows);
}

/** The rows of each window of a sound, as a channel judges them. */
export function* windowsOf(
  sound: Float32Array,
  rateHz = RATE_HZ,
): Generator<Float32Array> {
  const rows = rowsOf(sound, rateHz);
  const embeddings = embeddingCount(rows.length / FEATURES.melCount, ENCODER);
  for (let k = 0; k < windowCount(embeddings, WINDOWS); k++) {
    const { first, end } = rowSpan(windowSpan(k, WINDOWS), ENCODER);
    yield rows.subarray(first * FEATURES.melCount, end * FEATURES.melCount);
  }
}

/** What is found in rows `[n, melCount]` that are a window of their own. */
export function speechIn(
  rows: Float32Array,
  powerFloor = FEATURES.powerFloor,
): Speech {
  const { melCount } = FEATURES;
  const count = rows.length / melCount;
  const activity = new VoiceActivity(melCount, count, powerFloor);
  for (let at = 0; at < rows.length; at += melCount) {
    activity.push(rows.subarray(at, at + melCount));
  }
  return activity.speechOf(0, count);
}

/** Rows of speech found in each window of a sound. */
export function speechRowsOf(
  sound: Float32Array,
  rateHz = RATE_HZ,
): number[] {
  return Array.from(windowsOf(sound, rateHz), (rows) => speechIn(rows).rows);
}

function made(seconds: number, at: (t: number) => number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * RATE_HZ) },
    (_, i) => at(i / RATE_HZ),
  );
}
