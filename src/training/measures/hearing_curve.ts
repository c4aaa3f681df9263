/**
 * How soon a stream knows: UAR against the speech heard so far.
 *
 *     clip         |--silence--|------speech------|--silence--|
 *     windows end         ^    :  ^     ^     ^     ^     ^  ^
 *     1 s heard                |-----:  the last window that has ended by then
 *
 * @module
 */
import type { Outcome } from "../outcomes.ts";
import { type Answer, computeScores, rounded } from "../scores.ts";

/** What a client knows so long after the first speech. */
export interface HearingPoint {
  /** Since the speech began, pauses included. */
  readonly seconds: number;
  /** Share of the clips that have a label by then. */
  readonly answered: number;
  /** Of all clips; one without a label yet counts as wrong. */
  readonly uar: number;
  readonly accuracy: number;
}

/** Up to the length of a window; a sentence of RAVDESS lasts 1 to 3 s. */
const SECONDS = [0.5, 1, 1.5, 2, 2.5, 3];

/** The curve over clips, at least one. */
export function hearingCurve(
  outcomes: readonly Outcome[],
  labelCount: number,
): HearingPoint[] {
  return SECONDS.map((seconds) => {
    const answers = outcomes.map((outcome) => answerAfter(outcome, seconds));
    const scores = computeScores(answers, labelCount);
    return {
      seconds,
      answered: rounded(1 - scores.unanswered / answers.length),
      uar: rounded(scores.uar),
      accuracy: rounded(scores.accuracy),
    };
  });
}

/** The last posterior that was sent by then; a window without speech takes none back. */
function answerAfter(
  { label, windows, shown, speech }: Outcome,
  seconds: number,
): Answer {
  const untilMs = speech.startMs + 1000 * seconds;
  const posterior = windows.findLast((posterior, i) =>
    posterior !== null && shown[i]!.endMs <= untilMs
  );
  return { label, posterior: posterior ?? null };
}
