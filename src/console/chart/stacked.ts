/**
 * Posteriors as bands one on the other, in the shape that uPlot draws.
 *
 * @module
 */
import type { TimelinePoint } from "../call/timeline.ts";

/** Times in seconds, then the upper edge of each label's band, the first label's on top. */
export type StackedData = [number[], ...(number | null)[][]];

/**
 * Stacks points: the upper edge of a band is the sum of its label's probability
 * and those of all labels after it. Without speech there is a gap.
 */
export function stacked(
  points: readonly TimelinePoint[],
  labelCount: number,
): StackedData {
  const times = points.map(({ endMs }) => endMs / 1_000);
  const edges: (number | null)[][] = Array.from(
    { length: labelCount },
    () => [],
  );
  for (const { posterior } of points) {
    let sum = 0;
    for (let i = labelCount - 1; i >= 0; i--) {
      sum += posterior?.[i] ?? 0;
      edges[i]!.push(posterior ? sum : null);
    }
  }
  return [times, ...edges];
}

/** A stretch in which nothing changed but time. */
export interface Run {
  readonly fromS: number;
  readonly toS: number;
  readonly state: TimelinePoint["state"];
  readonly label: string | null;
}

/**
 * Stretches of one label and state. A point stands for the time since the point
 * before it, the first one for nothing.
 */
export function runs(points: readonly TimelinePoint[]): Run[] {
  const found: Run[] = [];
  points.forEach(({ endMs, state, label }, i) => {
    if (i === 0) return;
    const last = found.at(-1);
    const toS = endMs / 1_000;
    if (last && last.state === state && last.label === label) {
      found[found.length - 1] = { ...last, toS };
    } else {
      found.push({ fromS: points[i - 1]!.endMs / 1_000, toS, state, label });
    }
  });
  return found;
}
