/**
 * When a voice counts as having been angry or fearful for so long that somebody
 * should hear of it: the numbers, each with its reason.
 *
 * @module
 */
import type { Role } from "../protocol/native/messages.ts";

/** What makes an escalation. */
export interface EscalationRule {
  /** The labels that are watched, by the model's names; none turns the rule off. */
  readonly labels: readonly string[];
  /** Whose channels are watched. */
  readonly roles: readonly Role[];
  /** From this smoothed probability of all watched labels together, a window is heated. */
  readonly threshold: number;
  /** How much of the latest speech is looked at, in milliseconds. */
  readonly speechMs: number;
  /** How long a channel must have been calm before it may escalate again, in milliseconds. */
  readonly calmMs: number;
}

/**
 * The rule that holds unless it is configured otherwise.
 *
 * - 0.7: measured with the model that ships (2026-11) on two speakers it was not
 *   trained on, a minute and a half of each acted emotion, and on five sides of
 *   ordinary phone calls, 7 minutes. With 0.7 both angers and both fears are
 *   told, within 22 s, and nothing else is; with 0.6 one of the ordinary sides
 *   is told, with 0.5 three of them.
 * - 10 s of speech, of which 6 s must be heated: a window looks back 3 s, so a
 *   cry of one second heats 4 s of windows, and must not be enough.
 * - 30 s: a voice that calms down between two sentences has not calmed down.
 */
export const DEFAULT_RULE = Object.freeze<EscalationRule>({
  labels: ["angry", "fearful"],
  roles: ["customer"],
  threshold: 0.7,
  speechMs: 10_000,
  calmMs: 30_000,
});

/** The part of the latest speech that must be heated. */
export const HEATED_SHARE = 0.6;

/**
 * So far below the threshold a window is calm; in between it is neither. The
 * smoothed probability of a steady voice moves by about a tenth from window to
 * window, so twice that keeps it from being both in turn.
 */
export const CALM_MARGIN = 0.2;

/**
 * Speech older than so many times `speechMs` is forgotten, though nothing newer
 * was said: what a caller said before five minutes of music is not sustained.
 */
export const MEMORY_FACTOR = 6;
