/**
 * A comparison, for people.
 *
 * @module
 */
import { BATCHES } from "./contender.ts";
import type { Comparison, Timing } from "./rounds.ts";

const NAME_WIDTH = 32;
const WIDTH = 12;

/** The table and, below it, what each line of it holds. */
export function comparisonText(
  comparisons: readonly Comparison[],
  reference: string,
): string[] {
  const head = BATCHES.map((batch) => {
    const ms = batch === 1 ? "ms" : `ms, ${batch} at once`;
    return ms.padStart(WIDTH + 4) + "times ours".padStart(WIDTH);
  });
  return [
    "".padEnd(NAME_WIDTH) + head.join(""),
    ...comparisons.map(line),
    "",
    `A stride of one channel; times ours: compared to "${reference}".`,
    ...comparisons.map(({ name, includes }) => `${name}: ${includes}`),
  ];
}

function line({ name, batches }: Comparison): string {
  return name.padEnd(NAME_WIDTH) +
    BATCHES.map((batch) => cells(batches[batch])).join("");
}

function cells({ ms, timesOurs }: Timing): string {
  return ms.toFixed(3).padStart(WIDTH + 4) +
    timesOurs.toFixed(2).padStart(WIDTH);
}
