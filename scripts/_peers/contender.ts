/**
 * Somebody to time, and what it must get right first.
 *
 * @module
 */

/** Windows that are scored together: one channel, and many of a busy server. */
export const BATCHES = [1, 16] as const;

/** How many windows are scored together. */
export type Batch = typeof BATCHES[number];

/** The most that an answer may differ: the same sums in another order, in float32. */
const TOLERANCE = 1e-4;

/** What somebody makes of every window: logits, posteriors or both, `[windowCount, labelCount]`. */
export interface Answers {
  readonly logits?: readonly (readonly number[])[];
  readonly posteriors?: readonly (readonly number[])[];
}

/** Somebody to time. */
export interface Contender {
  readonly name: string;
  /** What a time of it holds. */
  readonly includes: string;
  /** What it makes of every window, in batches of so many. */
  answers(batch: Batch): Promise<Answers>;
  /** One turn: milliseconds of every stride but the first, divided by the batch. */
  times(batch: Batch): Promise<number[]>;
}

/**
 * The largest difference between what a contender answers and what it should.
 *
 * @throws {RangeError} If it is beyond what another order of sums makes.
 */
export async function checkAnswers(
  contender: Contender,
  expected: Required<Answers>,
): Promise<number> {
  const differences: number[] = [];
  for (const batch of BATCHES) {
    const answers = await contender.answers(batch);
    for (const kind of ["logits", "posteriors"] as const) {
      const given = answers[kind];
      if (given) differences.push(difference(given, expected[kind]));
    }
  }
  const largest = Math.max(...differences);
  if (differences.length > 0 && largest <= TOLERANCE) return largest;
  throw new RangeError(
    `Cannot compare times as the answers of ${contender.name} must be within ${TOLERANCE} of ours: current difference is ${largest}`,
  );
}

/** The largest difference of two tables; NaN if one holds it, infinity if their sizes differ. */
function difference(
  given: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  const [a, b] = [given.flat(), expected.flat()];
  if (a.length !== b.length) return Infinity;
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}
