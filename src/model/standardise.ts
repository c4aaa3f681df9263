/**
 * Rows of log-Mel brought to the scale the network was trained on.
 *
 * @module
 */

/** Mean and deviation of each band over the training speech, `[melCount]` each. */
export interface BandStatistics {
  readonly mean: ArrayLike<number>;
  readonly deviation: ArrayLike<number>;
}

/**
 * Writes `(row - mean) / deviation` for every row.
 *
 * @param rows `[rows, melCount]`.
 * @param out As long as `rows`; may be the same array.
 */
export function standardise(
  rows: Float32Array,
  { mean, deviation }: BandStatistics,
  out: Float32Array,
): void {
  const melCount = mean.length;
  for (let i = 0; i < rows.length;) {
    for (let band = 0; band < melCount; band++, i++) {
      out[i] = (rows[i]! - mean[band]!) / deviation[band]!;
    }
  }
}
