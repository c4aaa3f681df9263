/**
 * How well a model does on some of the clips: one voice, one sex, one intensity.
 *
 * @module
 */
import type { Outcome } from "../outcomes.ts";
import { computeScores, rounded } from "../scores.ts";
import { utteranceAnswer } from "./answers.ts";

/** Scores of a group of clips. */
export interface GroupScores {
  readonly clips: number;
  readonly uar: number;
  readonly accuracy: number;
}

/** Scores of one speaker. */
export interface SpeakerScores extends GroupScores {
  readonly speaker: string;
}

/**
 * Scores by group, in the order in which groups first occur.
 *
 * @param groupOf Names a clip's group, or nothing: then it counts for none.
 */
export function scoresByGroup(
  outcomes: readonly Outcome[],
  labelCount: number,
  groupOf: (outcome: Outcome) => string | undefined,
): Readonly<Record<string, GroupScores>> {
  const groups = Map.groupBy(outcomes, groupOf);
  const entries = [...groups].flatMap(([name, own]) => {
    if (name === undefined) return [];
    const { uar, accuracy } = computeScores(
      own.map(utteranceAnswer),
      labelCount,
    );
    const scores = { uar: rounded(uar), accuracy: rounded(accuracy) };
    return [[name, { clips: own.length, ...scores }]];
  });
  return Object.fromEntries(entries);
}

/** The speaker of the lowest UAR, the first of equals. */
export function worstSpeaker(
  perSpeaker: Readonly<Record<string, GroupScores>>,
): SpeakerScores {
  const [[speaker, scores]] = Object.entries(perSpeaker)
    .sort(([, a], [, b]) => a.uar - b.uar) as [[string, GroupScores]];
  return { speaker, ...scores };
}
