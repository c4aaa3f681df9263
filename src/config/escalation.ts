/**
 * The part of the configuration that says what an escalation is.
 *
 * @module
 */
import { type Role, ROLES } from "../protocol/native/messages.ts";
import {
  DEFAULT_RULE,
  type EscalationRule,
} from "../results/escalation_rule.ts";
import { listOf, mustBe } from "./words.ts";

/** What the environment says of escalations. */
export interface EscalationConfig {
  /**
   * `ESCALATION_LABELS`, with commas, or `none`; `ESCALATION_ROLES`, with commas;
   * `ESCALATION_THRESHOLD`; `ESCALATION_SPEECH_MS` and `ESCALATION_CALM_MS`.
   *
   * @default DEFAULT_RULE
   */
  readonly escalation: EscalationRule;
}

/** From here on a heated voice is one, and below it there is still room to be calm in. */
const THRESHOLDS = { min: 0.3, max: 1 };
/** From one window to what a supervisor would have heard anyway. */
const LENGTHS_MS = { min: 1_000, max: 600_000 };

/**
 * Reads it; a variable that is empty counts as not set.
 *
 * @param faults Gets what is wrong.
 */
export function readEscalationConfig(
  env: (name: string) => string | undefined,
  faults: string[],
): EscalationConfig {
  const number = (
    name: string,
    byDefault: number,
    { min, max }: { readonly min: number; readonly max: number },
  ) => {
    const text = env(name) || String(byDefault);
    const value = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    faults.push(mustBe(name, `a number from ${min} to ${max}`, text));
    return byDefault;
  };
  const labels = listOf(env("ESCALATION_LABELS"));
  return {
    escalation: {
      labels: labels.length === 0
        ? DEFAULT_RULE.labels
        : labels.filter((label) => label !== "none"),
      roles: readRoles(env("ESCALATION_ROLES"), faults),
      threshold: number(
        "ESCALATION_THRESHOLD",
        DEFAULT_RULE.threshold,
        THRESHOLDS,
      ),
      speechMs: number(
        "ESCALATION_SPEECH_MS",
        DEFAULT_RULE.speechMs,
        LENGTHS_MS,
      ),
      calmMs: number("ESCALATION_CALM_MS", DEFAULT_RULE.calmMs, LENGTHS_MS),
    },
  };
}

function readRoles(
  text: string | undefined,
  faults: string[],
): readonly Role[] {
  const names = listOf(text);
  if (names.length === 0) return DEFAULT_RULE.roles;
  return names.flatMap((name) => {
    const role = ROLES.find((role) => role === name);
    if (role) return [role];
    faults.push(mustBe("ESCALATION_ROLES", `of ${ROLES.join(", ")}`, name));
    return [];
  });
}
