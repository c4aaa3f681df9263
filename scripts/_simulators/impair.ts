/**
 * What a bad network does to messages.
 *
 * @module
 */
import { Random } from "../../src/training/random.ts";

/** How bad it is. */
export interface Impairment {
  /** Share of the messages that are lost, 0 to 100. */
  readonly lossPercent: number;
  readonly isReordered: boolean;
}

/** A message in so many is overtaken by those after it. */
const OVERTAKEN_SHARE = 0.1;
/** By at most so many: 60 ms of 20 ms messages. */
const MAX_OVERTAKERS = 3;
const SEED = 1;

/** The messages that arrive, in the order in which they do; the same ones each time. */
export function impair<T>(
  messages: readonly T[],
  { lossPercent, isReordered }: Impairment,
): T[] {
  const random = new Random(SEED, "impair");
  const kept = messages.filter(() => !random.chance(lossPercent / 100));
  if (!isReordered) return kept;
  const delayed = kept.map((message, index) => ({
    message,
    place: random.chance(OVERTAKEN_SHARE)
      ? index + random.integer(1, MAX_OVERTAKERS + 1) + 0.5
      : index,
  }));
  return delayed.sort((a, b) => a.place - b.place).map(({ message }) =>
    message
  );
}
