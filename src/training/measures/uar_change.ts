/**
 * What a condition costs, against the same clips without it.
 *
 * @module
 */
import type { Outcome } from "../outcomes.ts";
import { rounded } from "../scores.ts";
import { utteranceAnswer } from "./answers.ts";
import { bootstrapInterval, type Interval } from "./bootstrap.ts";
import { type RecallTally, tallyRecalls, uarOf } from "./recall_tally.ts";

/** A difference of UAR, paired by speaker. */
export interface UarChange {
  /** Negative where it is worse. */
  readonly uar: number;
  /** Of the difference, over bootstrap samples of speakers. */
  readonly interval: Interval;
}

/**
 * UAR of clips less that of the same clips heard otherwise. Speakers are drawn
 * with both sides of theirs, so what makes a voice hard cancels.
 *
 * @param before Of the same speakers as `after`.
 */
export function uarChange(
  before: readonly Outcome[],
  after: readonly Outcome[],
  labelCount: number,
): UarChange {
  const tallies = (outcomes: readonly Outcome[]) =>
    Map.groupBy(outcomes, ({ clip }) => clip.speaker)
      .entries()
      .map(([speaker, own]) =>
        [speaker, tallyRecalls(own.map(utteranceAnswer), labelCount)] as const
      );
  const then = new Map(tallies(before));
  const pairs = [...tallies(after)].map(([speaker, now]) =>
    [then.get(speaker)!, now] as const
  );
  const difference = (
    drawn: readonly (readonly [RecallTally, RecallTally])[],
  ) => uarOf(drawn.map(([, now]) => now)) - uarOf(drawn.map(([then]) => then));
  return {
    uar: rounded(difference(pairs)),
    interval: bootstrapInterval(pairs, difference),
  };
}
