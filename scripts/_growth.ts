/**
 * Whether something grows as time goes by.
 *
 * @module
 */

/** A value at a moment. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
}

const MINUTE_MS = 60_000;

/**
 * How much values grow in a minute: the slope of the straight line that lies
 * closest to them (least squares), or null if they are of one moment.
 */
export function growthPerMinute(points: readonly Point[]): number | null {
  const count = points.length;
  const meanMs = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const mean = points.reduce((sum, { value }) => sum + value, 0) / count;
  let along = 0;
  let spread = 0;
  for (const { atMs, value } of points) {
    along += (atMs - meanMs) * (value - mean);
    spread += (atMs - meanMs) ** 2;
  }
  return spread > 0 ? along / spread * MINUTE_MS : null;
}
