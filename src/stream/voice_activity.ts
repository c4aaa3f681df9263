/**
 * How much of a window is speech, told from its rows alone.
 *
 * Loudness does not tell speech from a fan that starts, a tone or a bad line;
 * movement does. Within a word the shape of the spectrum changes all the time,
 * while noise, however loud and of any colour, moves only by chance, and by how
 * much is known (`noise_movement.ts`).
 *
 *     rows     0       8       16      24
 *     beats    |-|-|-|-|-|-|-|-|-|-|-|-|      2 rows (20 ms) each
 *     look 0   |-------|-------|              80 ms against the next 80 ms,
 *     look 1     |-------|-------|            all of it above the background
 *
 * 1. Rows are averaged in pairs from the stream's start: beats.
 * 2. The background of a band is the level it stays below for 15 % of the window.
 * 3. A beat stands out if its bands rise above the background by more than noise does.
 * 4. A look compares four beats with the next four, if all eight stand out: the
 *    edges of a noise that starts and stops are never looked at.
 * 5. The spectrum moves at a look if it changes half as much again as noise would.
 * 6. Where it moves at two looks running or more, the rows that they cover are speech.
 *
 * What a look sees does not depend on the window, so it is looked at once, when
 * its last beat comes; the background does, and is measured anew for each.
 *
 * What else moves passes for speech: music, sirens, several voices far off.
 *
 * Measured, November 2026, with windows as they are served:
 *
 * - 5 h of synthetic noise of all colours and widths at -80 to -6 dBFS, steady,
 *   switched and stepped: no window with speech.
 * - 240 clips of RAVDESS: each is heard, also 10 dB quieter; of the windows with
 *   0.5 s of speech 0.1 % are missed, 10 dB quieter 0.6 %, over the telephone
 *   0.2 %, in pink noise of 10 dB SNR 6 %. Of 199 windows of their silence none
 *   passes, over the telephone 1, a breath.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { measureBackground } from "./background.ts";
import { liveShare } from "./noise_movement.ts";
import { SpectralMovement } from "./spectral_movement.ts";

/**
 * Rows of speech that make a window a speech window: 440 ms, a short word. With
 * 300 ms a breath in 2 % of the windows of silence got a label.
 */
export const MIN_SPEECH_ROWS = 44;

/** 20 ms: fine enough to find the edges of a syllable. */
const BEAT_ROWS = 2;

/**
 * Beats on either side of a look. 80 ms is the length of a sound of speech: with
 * 60 the chance movement of noise grows by a tenth, with 100 fewer syllables fit.
 */
const HALF_BEATS = 4;
const LOOK_BEATS = 2 * HALF_BEATS;

/**
 * How far a band may rise unnoticed: 1 dB, and 5 dB more in noise, which is 2.5
 * deviations of a beat. With half of that a caller's room passes for speech, with
 * half as much again 11 % of the windows in 10 dB of noise are missed, not 3 %.
 */
const MARGIN_NATS = 0.25;
const NOISE_MARGIN_NATS = 1.15;

/**
 * Rise, summed over the bands, of a beat that stands out: 12 dB, as of one band
 * by 12 dB. With half of it a caller's room passes for speech, with twice as much
 * 8 % of the windows in 10 dB of noise are missed.
 */
const RISE_NATS = 2.8;

/**
 * Movement, in that of noise, from which it is not noise: 5 h of synthetic noise
 * reach 1.37 at two looks running.
 */
const MOVEMENT = 1.5;

/**
 * Beats are kept as whole steps of a thousandth of a nat, from -32 to 32: a far
 * smaller difference than any that is looked for, in half the memory.
 */
const STEPS_PER_NAT = 1024;
const MAX_STEPS = 32_767;

/** A lone look may be chance, or the click with which a tone begins. */
const LOOKS = 2;

/** Speech in a window. */
export interface Speech {
  /** Rows that are speech, between 0 and all of them. */
  readonly rows: number;
  /** Those of them that lie at or after the row that was asked for. */
  readonly newRows: number;
}

/** Hears the rows of a stream and counts those of a window that are speech. */
export class VoiceActivity {
  readonly #melCount: number;
  readonly #capacity: number;
  readonly #logFloor: number;
  readonly #movement: SpectralMovement;
  /** The last beats, `[capacity, melCount]`, beat `b` in slot `b % capacity`. */
  readonly #beats: Int16Array;
  /** How far the spectrum moves at the look that ends with each beat, `[capacity]`. */
  readonly #movements: Float32Array;
  /** The row that waits for the second of its pair. */
  readonly #waiting: Float32Array;
  /** Two halves of a look, `[2, melCount]`. */
  readonly #look: Float32Array;
  /** The first beat of which both rows come. */
  readonly #firstBeat: number;
  #rowCount: number;

  /**
   * @param capacityRows Rows from the start of a window that is asked about to
   * the last row pushed.
   * @param powerFloor The floor under the rows' band powers.
   * @param firstRow Index of the first row that will be pushed.
   */
  constructor(
    melCount: number,
    capacityRows: number,
    powerFloor = FEATURES.powerFloor,
    firstRow = 0,
  ) {
    this.#firstBeat = Math.ceil(firstRow / BEAT_ROWS);
    this.#rowCount = firstRow;
    this.#melCount = melCount;
    this.#capacity = Math.ceil(capacityRows / BEAT_ROWS);
    this.#logFloor = Math.log(powerFloor);
    this.#movement = new SpectralMovement(melCount, this.#logFloor);
    this.#beats = new Int16Array(this.#capacity * melCount);
    this.#movements = new Float32Array(this.#capacity);
    this.#waiting = new Float32Array(melCount);
    this.#look = new Float32Array(2 * melCount);
  }

  /**
   * Hears rows.
   *
   * @param rows `[n, melCount]`, raw log-mel (natural log of band power).
   */
  push(rows: Float32Array): void {
    for (let at = 0; at < rows.length; at += this.#melCount) {
      this.#hear(rows.subarray(at, at + this.#melCount));
    }
  }

  #hear(row: Float32Array): void {
    const isSecond = this.#rowCount++ % BEAT_ROWS === 1;
    if (!isSecond) return this.#waiting.set(row);
    const beat = this.#rowCount / BEAT_ROWS - 1;
    const at = this.#slot(beat) * this.#melCount;
    for (let band = 0; band < row.length; band++) {
      const mean = (this.#waiting[band]! + row[band]!) / BEAT_ROWS;
      const steps = Math.round(mean * STEPS_PER_NAT);
      this.#beats[at + band] = Math.max(-MAX_STEPS, Math.min(MAX_STEPS, steps));
    }
    this.#movements[this.#slot(beat)] = this.#movementUpTo(beat);
  }

  /**
   * Speech in the rows `[first, end)`: a function of these rows alone.
   *
   * @param known Speech from this row on is told apart as new.
   * @throws {RangeError} If a row of them is forgotten or has not come yet.
   */
  speechOf(first: number, end: number, known = first): Speech {
    const firstBeat = Math.ceil(first / BEAT_ROWS);
    const endBeat = Math.floor(end / BEAT_ROWS);
    this.#checkKept(first, end, firstBeat);
    if (endBeat - firstBeat < LOOK_BEATS) return { rows: 0, newRows: 0 };
    const levels = this.#levels(firstBeat, endBeat);
    return this.#count(firstBeat, endBeat, levels, known);
  }

  #slot(beat: number): number {
    return beat % this.#capacity;
  }

  #checkKept(first: number, end: number, firstBeat: number): void {
    const beatCount = Math.floor(this.#rowCount / BEAT_ROWS);
    const oldest = Math.max(this.#firstBeat, beatCount - this.#capacity);
    if (firstBeat >= oldest && first <= end && end <= this.#rowCount) return;
    throw new RangeError(
      `Cannot look for speech in rows ${first} to ${end} as they must lie between ${
        oldest * BEAT_ROWS
      }, the first kept, and the count: current value is ${this.#rowCount}`,
    );
  }

  /** Movement of the look that ends with a beat; none while there are too few. */
  #movementUpTo(beat: number): number {
    const first = beat + 1 - LOOK_BEATS;
    if (first < this.#firstBeat) return 0;
    const look = this.#look;
    this.#averageFour(first, look, 0);
    this.#averageFour(first + HALF_BEATS, look, this.#melCount);
    return this.#movement.between(look, 0, 1);
  }

  /** Writes the mean of four beats, in nats. */
  #averageFour(first: number, to: Float32Array, at: number): void {
    const beats = this.#beats;
    const width = this.#melCount;
    const a = this.#slot(first) * width;
    const b = this.#slot(first + 1) * width;
    const c = this.#slot(first + 2) * width;
    const d = this.#slot(first + 3) * width;
    const scale = 1 / (HALF_BEATS * STEPS_PER_NAT);
    for (let band = 0; band < width; band++) {
      const sum = beats[a + band]! + beats[b + band]! + beats[c + band]! +
        beats[d + band]!;
      to[at + band] = sum * scale;
    }
  }

  /** The level that each band must pass to stand out of a window, in steps. */
  #levels(firstBeat: number, endBeat: number): Float32Array {
    const width = this.#melCount;
    const count = Math.floor((endBeat - firstBeat) / HALF_BEATS);
    const spectra = new Float32Array(count * width);
    for (let i = 0; i < count; i++) {
      this.#averageFour(firstBeat + i * HALF_BEATS, spectra, i * width);
    }
    return measureBackground(spectra, width).map((level) => {
      const live = liveShare(level - this.#logFloor);
      const margin = MARGIN_NATS + NOISE_MARGIN_NATS * live;
      return (level + margin) * STEPS_PER_NAT;
    });
  }

  /** Rows covered by runs of moving looks. */
  #count(
    firstBeat: number,
    endBeat: number,
    levels: Float32Array,
    known: number,
  ): Speech {
    let standing = 0; // beats running that stand out
    let moving = 0; // looks running at which the spectrum moves
    let counted = firstBeat; // beats before this one are counted
    let rows = 0;
    let newRows = 0;
    for (let beat = firstBeat; beat < endBeat; beat++) {
      standing = this.#standsOut(beat, levels) ? standing + 1 : 0;
      moving = standing >= LOOK_BEATS && this.#moves(beat) ? moving + 1 : 0;
      if (moving < LOOKS) continue;
      const from = Math.max(counted, beat + 2 - LOOK_BEATS - moving);
      counted = beat + 1;
      rows += BEAT_ROWS * (counted - from);
      newRows += rowsFrom(known, from * BEAT_ROWS, counted * BEAT_ROWS);
    }
    return { rows, newRows };
  }

  #standsOut(beat: number, levels: Float32Array): boolean {
    const beats = this.#beats;
    const from = this.#slot(beat) * levels.length;
    let rise = 0;
    for (let band = 0; band < levels.length; band++) {
      const above = beats[from + band]! - levels[band]!;
      if (above > 0) rise += above;
    }
    return rise > RISE_NATS * STEPS_PER_NAT;
  }

  #moves(beat: number): boolean {
    return this.#movements[this.#slot(beat)]! > MOVEMENT;
  }
}

/** Rows of `[first, end)` that lie at or after `from`. */
function rowsFrom(from: number, first: number, end: number): number {
  return Math.max(0, end - Math.max(from, first));
}
