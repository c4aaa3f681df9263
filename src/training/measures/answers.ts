/**
 * What of an outcome is measured as an answer.
 *
 * @module
 */
import type { Outcome } from "../outcomes.ts";
import type { Answer } from "../scores.ts";

/** The answer of the whole clip. */
export function utteranceAnswer({ label, utterance }: Outcome): Answer {
  return { label, posterior: utterance };
}

/** The answer of each window, in order. */
export function windowAnswers({ label, windows }: Outcome): Answer[] {
  return windows.map((posterior) => ({ label, posterior }));
}
