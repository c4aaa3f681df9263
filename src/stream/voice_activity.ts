/**
 * How much of a window is speech, told from its rows alone.
 *
 * Loudness does not tell speech from a fan that starts, a tone or a bad line;
 * movement does. Within a word the shape of the spectrum changes all the time,
 * while noise, however loud, of any colour, moves only by chance, and by how
 * much is known (`noise_movement.ts`).
 *
 *     rows     0       8       16      24
 *     beats    |-|-|-|-|-|-|-|-|-|-|-|-|       2 rows (20 ms) each
 *     look 0   |-------|-------|               80 ms against the next 80 ms,
 *     look 1     |-------|-------|             all of it above the background
 *
 * 1. Rows are averaged in pairs: beats.
 * 2. The background of each band is the level it stays below for 15 % of the window.
 * 3. A beat stands out if its bands rise above the background by more than noise does.
 * 4. A look compares four beats with the next four, if all eight stand out, so
 *    that the edges of a noise that starts and stops are never looked at.
 * 5. The spectrum moves at a look if it changes 1.5 times as much as noise would.
 * 6. Where it moves at two looks in a row or more, the rows they cover are speech.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { measureBackground } from "./background.ts";
import { liveShare } from "./noise_movement.ts";
import { SpectralMovement } from "./spectral_movement.ts";

/**
 * Rows of speech that make a window a speech window: 300 ms, a word.
 *
 * Source: RAVDESS, windows with at least 0.5 s of speech: 0.1 % have less.
 */
export const MIN_SPEECH_ROWS = 30;

const BEAT_ROWS = 2;
const HALF_BEATS = 4;
const LOOK_BEATS = 2 * HALF_BEATS;
const RISE_NATS = 2.8;
const MARGIN_NATS = 0.25;
const NOISE_MARGIN_NATS = 1.15;
const MOVEMENT = 1.5;
const MIN_LOOKS = 2;

/** Counts the rows of speech in a window; reuses its buffers. */
export class VoiceActivity {
  readonly #melCount: number;
  readonly #logFloor: number;
  readonly #movement: SpectralMovement;
  readonly #background: Float32Array;

  constructor(melCount: number, powerFloor = FEATURES.powerFloor) {
    this.#melCount = melCount;
    this.#logFloor = Math.log(powerFloor);
    this.#movement = new SpectralMovement(melCount, powerFloor);
    this.#background = new Float32Array(melCount);
  }

  /**
   * Rows of a window that are speech, between 0 and all of them.
   *
   * @param rows `[n, melCount]`, raw log-mel (natural log of band power).
   */
  speechRows(rows: Float32Array): number {
    const width = this.#melCount;
    const beatCount = Math.floor(rows.length / width / BEAT_ROWS);
    const beats = this.#means(rows, BEAT_ROWS, beatCount, BEAT_ROWS);
    const halfCount = Math.max(0, beatCount - HALF_BEATS + 1);
    const halves = this.#means(beats, HALF_BEATS, halfCount, 1);
    const every = halves.filter((_, i) =>
      Math.floor(i / width) % HALF_BEATS === 0
    );
    measureBackground(every, this.#background);
    const threshold = this.#background.map((level) =>
      level + MARGIN_NATS +
      NOISE_MARGIN_NATS * liveShare(level - this.#logFloor)
    );
    let standing = 0;
    let moving = 0;
    let covered = 0;
    let count = 0;
    for (let beat = 0; beat < beatCount; beat++) {
      let rise = 0;
      for (let b = 0; b < width; b++) {
        rise += Math.max(0, beats[beat * width + b]! - threshold[b]!);
      }
      standing = rise > RISE_NATS ? standing + 1 : 0;
      const first = beat + 1 - LOOK_BEATS;
      const d = standing >= LOOK_BEATS
        ? this.#movement.between(
          halves.subarray(first * width, (first + 1) * width),
          halves.subarray(
            (first + HALF_BEATS) * width,
            (first + HALF_BEATS + 1) * width,
          ),
        )
        : 0;
      moving = d > MOVEMENT ? moving + 1 : 0;
      if (moving >= MIN_LOOKS) {
        const from = Math.max(covered, first + 1 - moving);
        count += beat + 1 - from;
        covered = beat + 1;
      }
    }
    return count * BEAT_ROWS;
  }

  #means(values: Float32Array, run: number, count: number, step: number) {
    const width = this.#melCount;
    const out = new Float32Array(count * width);
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < width; b++) {
        let sum = 0;
        for (let k = 0; k < run; k++) {
          sum += values[(i * step + k) * width + b]!;
        }
        out[i * width + b] = sum / run;
      }
    }
    return out;
  }
}
