/**
 * Hits and clips by label, kept apart by speaker so that they can be drawn again
 * and again.
 *
 * @module
 */
import { type Answer, argMax } from "../scores.ts";

/** Of some answers, by true label, `[labels]`. */
export interface RecallTally {
  readonly counts: Float64Array;
  readonly hits: Float64Array;
}

/** Counts answers; one that was not given is no hit. */
export function tallyRecalls(
  answers: readonly Answer[],
  labelCount: number,
): RecallTally {
  const counts = new Float64Array(labelCount);
  const hits = new Float64Array(labelCount);
  for (const { label, posterior } of answers) {
    counts[label]!++;
    if (posterior && argMax(posterior) === label) hits[label]!++;
  }
  return { counts, hits };
}

/** Unweighted average recall over all tallies together; a tally may occur twice. */
export function uarOf(tallies: readonly RecallTally[]): number {
  const labelCount = tallies[0]?.counts.length ?? 0;
  let [recalls, occurring] = [0, 0];
  for (let label = 0; label < labelCount; label++) {
    let [count, hits] = [0, 0];
    for (const tally of tallies) {
      count += tally.counts[label]!;
      hits += tally.hits[label]!;
    }
    if (count === 0) continue;
    recalls += hits / count;
    occurring++;
  }
  return occurring && recalls / occurring;
}
