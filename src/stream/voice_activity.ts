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
import { type Background, backgroundFor } from "./background.ts";
import {
  BEAT_ROWS,
  Beats,
  HALF_BEATS,
  LOOK_BEATS,
  STEPS_PER_NAT,
} from "./beats.ts";
import { liveShare } from "./noise_movement.ts";

/**
 * Rows of speech that make a window a speech window: 440 ms, a short word. With
 * 300 ms a breath in 2 % of the windows of silence got a label.
 */
export const MIN_SPEECH_ROWS = 44;

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
  readonly #beats: Beats;
  readonly #background: Background;
  readonly #logFloor: number;

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
    const capacity = Math.ceil(capacityRows / BEAT_ROWS);
    this.#logFloor = Math.log(powerFloor);
    this.#beats = new Beats(melCount, capacity, this.#logFloor, firstRow);
    this.#background = backgroundFor(
      melCount,
      Math.floor(capacity / HALF_BEATS),
    );
  }

  /**
   * Hears rows.
   *
   * @param rows `[n, melCount]`, raw log-mel (natural log of band power).
   */
  push(rows: Float32Array): void {
    this.#beats.push(rows);
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
    if (!this.#movesWithin(firstBeat, endBeat)) return { rows: 0, newRows: 0 };
    const levels = this.#levels(firstBeat, endBeat);
    return this.#count(firstBeat, endBeat, levels, known);
  }

  #checkKept(first: number, end: number, firstBeat: number): void {
    const { oldest, rowCount } = this.#beats;
    if (firstBeat >= oldest && first <= end && end <= rowCount) return;
    throw new RangeError(
      `Cannot look for speech in rows ${first} to ${end} as they must lie between ${
        oldest * BEAT_ROWS
      }, the first kept, and the count: current value is ${rowCount}`,
    );
  }

  /** Whether it moves at enough looks running, in beats `[first, end)`: without, nothing is speech. */
  #movesWithin(first: number, end: number): boolean {
    let moving = 0;
    for (let beat = first + LOOK_BEATS - 1; beat < end; beat++) {
      moving = this.#moves(beat) ? moving + 1 : 0;
      if (moving === LOOKS) return true;
    }
    return false;
  }

  /** The level that each band must pass to stand out of a window, in steps. */
  #levels(firstBeat: number, endBeat: number): Float32Array {
    const { spectra, stride } = this.#background;
    const count = Math.floor((endBeat - firstBeat) / HALF_BEATS);
    for (let i = 0; i < count; i++) {
      this.#beats.average(firstBeat + i * HALF_BEATS, spectra, i * stride);
    }
    return this.#background.measure(count).map((level) => {
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
    let standing = 0; // beats running that stand out, before `looked`
    let looked = firstBeat;
    let moving = 0; // looks running at which the spectrum moves
    let counted = firstBeat; // beats before this one are counted
    let rows = 0;
    let newRows = 0;
    for (let beat = firstBeat; beat < endBeat; beat++) {
      if (!this.#moves(beat)) {
        moving = 0;
        continue;
      }
      if (looked <= beat - LOOK_BEATS) { // what came before belongs to no look
        looked = beat + 1 - LOOK_BEATS;
        standing = 0;
      }
      for (; looked <= beat; looked++) {
        standing = this.#standsOut(looked, levels) ? standing + 1 : 0;
      }
      moving = standing >= LOOK_BEATS ? moving + 1 : 0;
      if (moving < LOOKS) continue;
      const from = Math.max(counted, beat + 2 - LOOK_BEATS - moving);
      counted = beat + 1;
      rows += BEAT_ROWS * (counted - from);
      newRows += rowsFrom(known, from * BEAT_ROWS, counted * BEAT_ROWS);
    }
    return { rows, newRows };
  }

  #standsOut(beat: number, levels: Float32Array): boolean {
    return this.#beats.risesAbove(beat, levels, RISE_NATS * STEPS_PER_NAT);
  }

  #moves(beat: number): boolean {
    return this.#beats.movement(beat) > MOVEMENT;
  }
}

/** Rows of `[first, end)` that lie at or after `from`. */
function rowsFrom(from: number, first: number, end: number): number {
  return Math.max(0, end - Math.max(from, first));
}
