/**
 * The front end of a channel: samples in, rows of log-Mel out.
 *
 * @module
 */
import type { FeatureSpec } from "../audio/feature_spec.ts";
import { Framer } from "../audio/framer.ts";
import { type LogMel, logMelFor } from "../audio/log_mel.ts";
import { resamplePoint, Resampler } from "../audio/resampler.ts";

/** Receives rows `[n, melCount]`, lent until the call returns, and the index of the first. */
export type RowSink = (rows: Float32Array, firstRow: number) => void;

/**
 * From one channel's samples to its rows of log-Mel: resample, frame, analyse.
 *
 * Row `k` covers the samples `[k * hop, k * hop + frame)` at the features' rate,
 * however the samples arrive in chunks.
 */
export class FrontEnd {
  readonly #resampler: Resampler;
  readonly #framer: Framer;
  readonly #logMel: LogMel;
  readonly #spec: FeatureSpec;
  #sampleCount: number;
  /** Samples at the features' rate that come before the first row's. */
  #leadSamples: number;

  /**
   * @param firstRow The row to begin with, for a stream that is taken up in its
   * midst: it must then be pushed from {@linkcode inputOfRow} on.
   * @throws {RangeError} If the input rate is not a whole number within 8,000 and 48,000 Hz.
   */
  constructor(inputRateHz: number, spec: FeatureSpec, firstRow = 0) {
    const firstSample = firstRow * spec.hopSamples;
    const { sampleRateHz } = spec;
    const { output } = resamplePoint(firstSample, inputRateHz, sampleRateHz);
    this.#sampleCount = output;
    this.#leadSamples = firstSample - output;
    this.#resampler = new Resampler(inputRateHz, sampleRateHz);
    this.#framer = new Framer(spec, firstRow);
    this.#logMel = logMelFor(spec);
    this.#spec = spec;
  }

  /** Rows since the stream's start. */
  get rowCount(): number {
    return this.#framer.frameCount;
  }

  /** Samples of real audio so far, at the features' rate. */
  get sampleCount(): number {
    return this.#sampleCount;
  }

  /** Adds samples at the input rate and emits every row they complete. */
  push(samples: Float32Array, emit: RowSink): void {
    this.#resampler.push(samples, (resampled) => this.#take(resampled, emit));
  }

  /**
   * Emits the rows of what was held back, and goes on with silence until there
   * are `rowCount` rows. Nothing may be pushed after.
   */
  finish(rowCount: number, emit: RowSink): void {
    this.#resampler.finish((resampled) => this.#take(resampled, emit));
    if (this.rowCount >= rowCount) return;
    const { frameSamples, hopSamples } = this.#spec;
    const neededSamples = (rowCount - 1) * hopSamples + frameSamples;
    this.#analyse(new Float32Array(neededSamples - this.#sampleCount), emit);
  }

  #take(samples: Float32Array, emit: RowSink): void {
    this.#sampleCount += samples.length;
    const lead = Math.min(this.#leadSamples, samples.length);
    this.#leadSamples -= lead;
    this.#analyse(samples.subarray(lead), emit);
  }

  #analyse(samples: Float32Array, emit: RowSink): void {
    const logMel = this.#logMel;
    this.#framer.push(
      samples,
      logMel.samples,
      (count, first) => emit(logMel.rows(count), first),
    );
  }
}

/** The first sample at the input rate that is needed to begin with row `row`. */
export function inputOfRow(
  row: number,
  inputRateHz: number,
  { hopSamples, sampleRateHz }: FeatureSpec,
): number {
  return resamplePoint(row * hopSamples, inputRateHz, sampleRateHz).input;
}
