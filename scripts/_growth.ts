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

/** Long enough for the garbage of a busy server to be collected within it. */
const FLOOR_MS = 30_000;

/** What a sawtooth stands on: the least value of every 30 s, a rest that is shorter left out. */
export function floorsOf(points: readonly Point[]): Point[] {
  const startMs = points[0]?.atMs ?? 0;
  const endMs = points.at(-1)?.atMs ?? 0;
  const count = Math.floor((endMs - startMs) / FLOOR_MS);
  const least = new Map<number, Point>();
  for (const point of points) {
    const i = Math.floor((point.atMs - startMs) / FLOOR_MS);
    const known = least.get(i)?.value ?? Infinity;
    if (i < count && point.value < known) least.set(i, point);
  }
  return [...least.values()];
}

/** Whether something grows, as far as can be told. */
export type GrowthVerdict = "flat" | "grows" | "unknown";

/** Fewer floors, of 4 minutes, go up and down by more than they grow. */
const MIN_FLOORS = 8;

/** What is flat to the eye: at this pace 768 MB, a small host, are full after two days. */
const MAX_FLAT_BYTES = 250_000;

/** Whether memory grows: a verdict on its floors. */
export function growthVerdict(floors: readonly Point[]): GrowthVerdict {
  const growth = growthPerMinute(floors);
  if (growth === null || floors.length < MIN_FLOORS) return "unknown";
  return growth > MAX_FLAT_BYTES ? "grows" : "flat";
}
