/**
 * What the model sees of one channel, column by column: the log-Mel rows that the
 * server computes of the same audio, by the same code.
 *
 * @module
 */
import { FEATURES } from "../../audio/feature_spec.ts";
import { FrontEnd } from "../../stream/front_end.ts";

/** Values of a column, lowest band first. */
export const BAND_COUNT = FEATURES.melCount;

/** Rows in a column, of which the loudest is shown: 25 columns a second scroll smoothly. */
const ROWS_PER_COLUMN = 4;

/** The audio that a column stands for. */
export const COLUMN_MS = ROWS_PER_COLUMN * 1_000 * FEATURES.hopSamples /
  FEATURES.sampleRateHz;

/** Log power that is shown darkest: the floor below which nothing is told apart. */
const DARKEST = Math.log(FEATURES.powerFloor);

/** Log power that is shown brightest: the harmonics of a loud voice, three deviations above the mean of speech. */
const BRIGHTEST = 0;

/** Columns that are shown, 30 s of them; a page in the background draws none, and later the last ones. */
export const MAX_WAITING = 750;

/** A channel's columns, from its samples to whoever draws them. */
export class Spectrogram {
  readonly #frontEnd: FrontEnd;
  readonly #column = new Float32Array(BAND_COUNT);
  /** Called when there are columns to take. */
  onColumns: (() => void) | undefined;
  #rowsInColumn = 0;
  #waiting: Uint8Array[] = [];

  /** @throws {RangeError} If the rate is not within 8,000 and 48,000 Hz. */
  constructor(sampleRateHz: number) {
    this.#frontEnd = new FrontEnd(sampleRateHz, FEATURES);
    this.#column.fill(DARKEST);
  }

  /** Takes audio of the channel. */
  push(samples: Float32Array): void {
    this.#frontEnd.push(samples, (rows) => {
      for (let at = 0; at < rows.length; at += BAND_COUNT) {
        this.#take(rows.subarray(at, at + BAND_COUNT));
      }
    });
    if (this.#waiting.length > 0) this.onColumns?.();
  }

  /** The columns since the last call, 0 (silent) to 255 (loud) a band, oldest first. */
  take(): readonly Uint8Array[] {
    return this.#waiting.splice(0);
  }

  #take(row: Float32Array): void {
    row.forEach((power, band) => {
      if (power > this.#column[band]!) this.#column[band] = power;
    });
    if (++this.#rowsInColumn < ROWS_PER_COLUMN) return;
    this.#waiting.push(Uint8Array.from(this.#column, brightness));
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#column.fill(DARKEST);
    this.#rowsInColumn = 0;
  }
}

function brightness(power: number): number {
  const share = (power - DARKEST) / (BRIGHTEST - DARKEST);
  return Math.round(255 * Math.min(1, Math.max(0, share)));
}
