/**
 * The rows of a stream in pairs, and how far the spectrum moves from pair to pair:
 * what voice activity keeps of what it heard.
 *
 * @module
 */
import {
  type SpectralMovement,
  spectralMovementFor,
} from "./spectral_movement.ts";

/** 20 ms: fine enough to find the edges of a syllable. */
export const BEAT_ROWS = 2;

/**
 * Beats on either side of a look. 80 ms is the length of a sound of speech: with
 * 60 the chance movement of noise grows by a tenth, with 100 fewer syllables fit.
 */
export const HALF_BEATS = 4;
/** Beats of a look. */
export const LOOK_BEATS = 2 * HALF_BEATS;

/** Halves of looks that are kept: the newest, and those back to the one it is compared with. */
const HALVES = HALF_BEATS + 1;

/**
 * Beats are kept as whole steps of a thousandth of a nat, from -32 to 32: a far
 * smaller difference than any that is looked for, in half the memory.
 */
export const STEPS_PER_NAT = 1024;
const MAX_STEPS = 32_767;

/** The last beats of a stream, under indices that count from its start. */
export class Beats {
  readonly #melCount: number;
  readonly #capacity: number;
  readonly #movement: SpectralMovement;
  /** `[capacity, melCount]`, beat `b` in slot `b % capacity`. */
  readonly #steps: Int16Array;
  /** How far the spectrum moves at the look that ends with each beat, `[capacity]`. */
  readonly #movements: Float32Array;
  /** The row that waits for the second of its pair. */
  readonly #waiting: Float32Array;
  /** Means of the last four beats at each of the newest, `[HALVES, melCount]`. */
  readonly #halves: Float32Array;
  /** The first of which both rows come. */
  readonly #first: number;
  #rowCount: number;

  /**
   * @param capacity Beats that are kept.
   * @param logFloor Logarithm of the floor under the band powers.
   * @param firstRow Index of the first row that will be pushed.
   */
  constructor(
    melCount: number,
    capacity: number,
    logFloor: number,
    firstRow: number,
  ) {
    this.#first = Math.ceil(firstRow / BEAT_ROWS);
    this.#rowCount = firstRow;
    this.#melCount = melCount;
    this.#capacity = capacity;
    this.#movement = spectralMovementFor(melCount, logFloor);
    this.#steps = new Int16Array(capacity * melCount);
    this.#movements = new Float32Array(capacity);
    this.#waiting = new Float32Array(melCount);
    this.#halves = new Float32Array(HALVES * melCount);
  }

  /** Rows since the stream's start. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** The oldest beat that is kept. */
  get oldest(): number {
    const count = Math.floor(this.#rowCount / BEAT_ROWS);
    return Math.max(this.#first, count - this.#capacity);
  }

  /**
   * Adds rows.
   *
   * @param rows `[n, melCount]`, log power.
   */
  push(rows: Float32Array): void {
    const width = this.#melCount;
    for (let at = 0; at < rows.length; at += width) {
      const isSecond = this.#rowCount++ % BEAT_ROWS === 1;
      if (isSecond) this.#complete(rows, at);
      else this.#waiting.set(rows.subarray(at, at + width));
    }
  }

  /** How far the spectrum moves at the look that ends with a beat; 0 while there are too few. */
  movement(beat: number): number {
    return this.#movements[beat % this.#capacity]!;
  }

  /**
   * Whether the bands of a beat rise above levels by more than so much in all.
   *
   * @param levels `[melCount]`, in steps.
   */
  risesAbove(beat: number, levels: Float32Array, rise: number): boolean {
    const steps = this.#steps;
    const from = beat % this.#capacity * levels.length;
    let left = rise;
    for (let band = 0; band < levels.length; band++) {
      const above = steps[from + band]! - levels[band]!;
      if (above > 0) left -= above;
      if (left < 0) return true;
    }
    return false;
  }

  /** Writes the mean of {@linkcode HALF_BEATS} beats, in nats. */
  average(first: number, to: Float32Array, at: number): void {
    const steps = this.#steps;
    const width = this.#melCount;
    const place = (beat: number) => beat % this.#capacity * width;
    const a = place(first);
    const b = place(first + 1);
    const c = place(first + 2);
    const d = place(first + 3);
    const scale = 1 / (HALF_BEATS * STEPS_PER_NAT);
    for (let band = 0; band < width; band++) {
      const sum = steps[a + band]! + steps[b + band]! + steps[c + band]! +
        steps[d + band]!;
      to[at + band] = sum * scale;
    }
  }

  /** Takes the row that completes a beat. */
  #complete(rows: Float32Array, from: number): void {
    const beat = this.#rowCount / BEAT_ROWS - 1;
    const width = this.#melCount;
    const slot = beat % this.#capacity;
    const steps = this.#steps;
    const waiting = this.#waiting;
    const at = slot * width;
    for (let band = 0; band < width; band++) {
      const sum = waiting[band]! + rows[from + band]!;
      const step = Math.round(sum * (STEPS_PER_NAT / BEAT_ROWS));
      steps[at + band] = Math.max(-MAX_STEPS, Math.min(MAX_STEPS, step));
    }
    this.#movements[slot] = this.#movementUpTo(beat);
  }

  #movementUpTo(beat: number): number {
    const first = beat + 1 - HALF_BEATS;
    if (first < this.#first) return 0;
    const before = (beat - HALF_BEATS) % HALVES;
    const after = beat % HALVES;
    this.average(first, this.#halves, after * this.#melCount);
    if (first - HALF_BEATS < this.#first) return 0;
    return this.#movement.between(this.#halves, before, after);
  }
}
