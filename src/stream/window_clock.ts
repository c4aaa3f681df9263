/**
 * Where embeddings and windows lie on the axes of rows and samples: a decision
 * as arithmetic, without a clock and without state.
 *
 *     rows         0       8       16      24      32
 *     embedding 0  |------------------------|            25 rows (block)
 *     embedding 1          |------------------------|    8 rows later (stride)
 *
 *     embeddings   0         10    16    22    28    34    40
 *     window 0     |---------|
 *     window 1     |---------------|                     grows ...
 *     window 5     |---------------------------------------|     40: 5 to 40
 *                       ... up to 35 embeddings, then slides by 6
 *
 * All counts run from the session's start, and every function is pure in them,
 * so streaming and offline cannot disagree: a channel owes the windows between
 * the count before a chunk and the count after it.
 *
 * @module
 */
import type { FeatureSpec } from "../audio/feature_spec.ts";

/** How the encoder reads rows. */
export interface EncoderGeometry {
  /** Rows that one embedding covers. */
  readonly blockRows: number;
  /** Rows between the starts of two embeddings. */
  readonly strideRows: number;
}

/** Which embeddings a window looks at, and when it is due. */
export interface WindowSpec {
  /** Embeddings the first window waits for, the fewest that are ever scored. */
  readonly firstEmbeddings: number;
  /** Embeddings between the ends of two windows. */
  readonly strideEmbeddings: number;
  /** Embeddings of a whole window, the most that are ever scored. */
  readonly windowEmbeddings: number;
}

/** A run of items `[first, end)` on one axis: embeddings, rows or samples. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Embeddings that `rowCount` rows complete. */
export function embeddingCount(
  rowCount: number,
  { blockRows, strideRows }: EncoderGeometry,
): number {
  const past = rowCount - blockRows;
  return past < 0 ? 0 : Math.floor(past / strideRows) + 1;
}

/** Rows that `embeddings` embeddings need: the inverse of {@linkcode embeddingCount}. */
export function rowsNeeded(
  embeddings: number,
  { blockRows, strideRows }: EncoderGeometry,
): number {
  return embeddings < 1 ? 0 : (embeddings - 1) * strideRows + blockRows;
}

/** Windows that `embeddings` embeddings complete. */
export function windowCount(embeddings: number, windows: WindowSpec): number {
  const past = embeddings - windows.firstEmbeddings;
  return past < 0 ? 0 : Math.floor(past / windows.strideEmbeddings) + 1;
}

/** Embeddings that must exist when window `index` is due: its end. */
export function windowEnd(index: number, windows: WindowSpec): number {
  return windows.firstEmbeddings + index * windows.strideEmbeddings;
}

/** Embeddings that window `index` looks at. */
export function windowSpan(index: number, windows: WindowSpec): Span {
  return spanEndingAt(windowEnd(index, windows), windows);
}

/** Embeddings that a window ending at embedding `end` looks at, also off the stride. */
export function spanEndingAt(end: number, windows: WindowSpec): Span {
  return { first: Math.max(0, end - windows.windowEmbeddings), end };
}

/** Rows that a run of embeddings covers. */
export function rowSpan(
  { first, end }: Span,
  encoder: EncoderGeometry,
): Span {
  if (end <= first) return { first: 0, end: 0 };
  return { first: first * encoder.strideRows, end: rowsNeeded(end, encoder) };
}

/** Samples, at the features' rate, that a run of rows covers. */
export function sampleSpan({ first, end }: Span, features: FeatureSpec): Span {
  if (end <= first) return { first: 0, end: 0 };
  const { hopSamples, frameSamples } = features;
  return {
    first: first * hopSamples,
    end: (end - 1) * hopSamples + frameSamples,
  };
}

/**
 * Embeddings that together cover `sampleCount` samples: what a tail must be
 * padded to, so that its last sample is heard.
 */
export function embeddingsCovering(
  sampleCount: number,
  encoder: EncoderGeometry,
  { hopSamples, frameSamples }: FeatureSpec,
): number {
  if (sampleCount < 1) return 0;
  const strideSamples = encoder.strideRows * hopSamples;
  const blockSamples = (encoder.blockRows - 1) * hopSamples + frameSamples;
  return 1 +
    Math.max(0, Math.ceil((sampleCount - blockSamples) / strideSamples));
}

/**
 * Embeddings in a stride given in milliseconds: 480 ms are 6 embeddings of 80 ms.
 *
 * @throws {RangeError} If it is not a whole number of embeddings.
 */
export function strideEmbeddings(
  strideMs: number,
  encoder: EncoderGeometry,
  { hopSamples, sampleRateHz }: FeatureSpec,
): number {
  const embeddingMs = encoder.strideRows * hopSamples * 1000 / sampleRateHz;
  const count = strideMs / embeddingMs;
  if (Number.isInteger(count) && count > 0) return count;
  throw new RangeError(
    `Cannot stride as the stride must be a multiple of ${embeddingMs} ms: current value is ${strideMs}`,
  );
}
