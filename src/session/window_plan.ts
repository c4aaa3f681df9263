/**
 * Which windows a session owes, when, and what they cover: the window clock with
 * one model's numbers.
 *
 * @module
 */
import type { FeatureSpec } from "../audio/feature_spec.ts";
import { inputOfRow } from "../stream/front_end.ts";
import {
  embeddingCount,
  embeddingsCovering,
  rowsNeeded,
  rowSpan,
  sampleSpan,
  type Span,
  spanEndingAt,
  strideEmbeddings,
  windowCount,
  windowSpan,
  type WindowSpec,
} from "../stream/window_clock.ts";
import type { ModelGeometry, SessionModel } from "./scoring.ts";

/**
 * From one answer to the next unless a model's server says otherwise: twice a
 * second, as fast as a label may change and be read.
 */
export const STRIDE_MS = 480;

/** The window clock of one model. */
export class WindowPlan {
  readonly #features: FeatureSpec;
  readonly #geometry: ModelGeometry;
  readonly #windows: WindowSpec;
  /** Time between the ends of two windows. */
  readonly strideMs: number;

  /**
   * @throws {RangeError} If the stride is not a whole number of the model's
   * embeddings, or longer than a window: audio would go unheard.
   */
  constructor({ features, geometry, strideMs = STRIDE_MS }: SessionModel) {
    this.#features = features;
    this.#geometry = geometry;
    this.strideMs = strideMs;
    this.#windows = {
      ...geometry,
      strideEmbeddings: strideEmbeddings(strideMs, geometry, features),
    };
    if (strideMs > this.windowMs) {
      throw new RangeError(
        `Cannot stride as the stride must not be longer than a window of ${this.windowMs} ms: current value is ${strideMs}`,
      );
    }
  }

  /** Length of a whole window. */
  get windowMs(): number {
    const end = this.#geometry.windowEmbeddings;
    return this.endMs({ first: 0, end });
  }

  /** From one row to the next. */
  get hopMs(): number {
    return this.#ms(this.#features.hopSamples);
  }

  /** Rows of a whole window. */
  get windowRows(): number {
    return this.rowsUpTo(this.#geometry.windowEmbeddings);
  }

  /** Rows between the ends of two windows. */
  get strideRows(): number {
    return this.#windows.strideEmbeddings * this.#geometry.strideRows;
  }

  /** Samples at the features' rate that so many at another rate become. */
  sampleCount(inputCount: number, inputRateHz: number): number {
    return Math.ceil(inputCount * this.#features.sampleRateHz / inputRateHz);
  }

  /** Windows that `rowCount` rows complete. */
  countOfRows(rowCount: number): number {
    return windowCount(embeddingCount(rowCount, this.#geometry), this.#windows);
  }

  /** Windows that lie within the first `sampleCount` samples. */
  countOfSamples(sampleCount: number): number {
    const { frameSamples, hopSamples } = this.#features;
    const past = sampleCount - frameSamples;
    return this.countOfRows(past < 0 ? 0 : Math.floor(past / hopSamples) + 1);
  }

  /** Embeddings of window `index`. */
  span(index: number): Span {
    return windowSpan(index, this.#windows);
  }

  /**
   * Embeddings of the last, padded window, or none if the windows before it
   * have covered all samples.
   *
   * @param answered Windows before it.
   */
  tailSpan(sampleCount: number, answered: number): Span | undefined {
    const heard = answered === 0
      ? 0
      : this.#samples(this.span(answered - 1)).end;
    if (sampleCount <= heard) return undefined;
    const { firstEmbeddings } = this.#geometry;
    const end = Math.max(
      firstEmbeddings,
      embeddingsCovering(sampleCount, this.#geometry, this.#features),
    );
    return spanEndingAt(end, this.#windows);
  }

  /** Rows that a run of embeddings covers. */
  rows(span: Span): Span {
    return rowSpan(span, this.#geometry);
  }

  /** The row with which an embedding begins. */
  firstRow(embedding: number): number {
    return embedding * this.#geometry.strideRows;
  }

  /**
   * The embedding with which the audio must begin, so that all windows from `index`
   * on can be heard: where the window before began, as a padded last one may begin
   * anywhere between the two.
   */
  resumeEmbedding(index: number): number {
    return index === 0 ? 0 : this.span(index - 1).first;
  }

  /** The first sample at a client's rate that windows from `index` on need. */
  resumeSample(index: number, inputRateHz: number): number {
    const row = this.firstRow(this.resumeEmbedding(index));
    return inputOfRow(row, inputRateHz, this.#features);
  }

  /** Rows that must exist before embedding `end - 1` can. */
  rowsUpTo(end: number): number {
    return rowsNeeded(end, this.#geometry);
  }

  /** Where a run of embeddings begins. */
  startMs(span: Span): number {
    return this.#ms(this.#samples(span).first);
  }

  /** Where a run of embeddings ends. */
  endMs(span: Span): number {
    return this.#ms(this.#samples(span).end);
  }

  #samples(span: Span): Span {
    return sampleSpan(this.rows(span), this.#features);
  }

  #ms(samples: number): number {
    return samples * 1000 / this.#features.sampleRateHz;
  }
}
