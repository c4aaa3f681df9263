/**
 * How heated one channel is, and whether that is news.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import {
  CALM_MARGIN,
  type EscalationRule,
  HEATED_SHARE,
  MEMORY_FACTOR,
} from "./escalation_rule.ts";

/** What was heard when a channel escalated. */
export interface Heated {
  /** The watched label that was the likeliest. */
  readonly label: string;
  /** From the first heated moment that counted to the last, in the call's audio. */
  readonly startMs: number;
  readonly endMs: number;
  /** The mean smoothed probability of `label` in that speech. */
  readonly confidence: number;
}

/** What one window with speech says of the audio since the window before it. */
interface Moment {
  readonly endMs: number;
  /** The speech it stands for. */
  readonly heardMs: number;
  readonly heat: number;
  readonly posterior: Readonly<Record<string, number>>;
}

/**
 * Follows one channel's predictions. There is no clock: positions alone count.
 *
 *     armed --(enough of the latest speech is heated)--> told
 *       ^                                                 |
 *       +------------(calm for long enough)---------------+
 *
 * A window stands for the audio from the end of the last window to its own, at
 * most for what it looks at; so windows that were left out change little, and
 * audio that no window looked at says nothing.
 */
export class ChannelTemper {
  readonly #rule: EscalationRule;
  /** The latest speech, oldest first, while the channel is armed. */
  #moments: Moment[] = [];
  #isArmed = true;
  #calmMs = 0;
  #endMs = -Infinity;

  constructor(rule: EscalationRule) {
    this.#rule = rule;
  }

  /** Windows that are remembered. */
  get momentCount(): number {
    return this.#moments.length;
  }

  /** Hears the next prediction. @returns What has escalated, once an episode. */
  push(prediction: Prediction): Heated | undefined {
    const { startMs, endMs } = prediction;
    const heardMs = endMs - Math.max(startMs, this.#endMs);
    if (heardMs <= 0) return undefined; // told once more
    this.#endMs = endMs;
    const moment = momentOf(prediction, heardMs, this.#rule);
    if (!this.#isArmed) {
      this.#coolDown(moment?.heat ?? 0, heardMs);
      return undefined;
    }
    if (moment === undefined) return undefined;
    this.#moments.push(moment);
    this.#forget(endMs);
    return this.#isHeated() ? this.#tell() : undefined;
  }

  #coolDown(heat: number, heardMs: number): void {
    const isCalm = heat < this.#rule.threshold - CALM_MARGIN;
    this.#calmMs = isCalm ? this.#calmMs + heardMs : 0;
    if (this.#calmMs >= this.#rule.calmMs) this.#isArmed = true;
  }

  /** Lets go of the moments that are not among the latest speech. */
  #forget(nowMs: number): void {
    const { speechMs } = this.#rule;
    const oldestMs = nowMs - MEMORY_FACTOR * speechMs;
    let excess = total(this.#moments) - speechMs;
    const kept = this.#moments.findIndex(({ heardMs, endMs }) => {
      const isKept = endMs > oldestMs && excess < heardMs;
      if (!isKept) excess -= heardMs;
      return isKept;
    });
    this.#moments.splice(0, kept); // the last moment is always kept
  }

  #isHeated(): boolean {
    const { speechMs } = this.#rule;
    const excess = Math.max(0, total(this.#moments) - speechMs);
    const heatedMs = total(this.#heated());
    const counted = this.#isHot(this.#moments[0]!)
      ? heatedMs - excess
      : heatedMs;
    return counted >= HEATED_SHARE * speechMs;
  }

  #heated(): Moment[] {
    return this.#moments.filter((moment) => this.#isHot(moment));
  }

  #isHot({ heat }: Moment): boolean {
    return heat >= this.#rule.threshold;
  }

  #tell(): Heated {
    const first = this.#moments.findIndex((moment) => this.#isHot(moment));
    const heard = this.#moments.slice(first);
    this.#isArmed = false;
    this.#calmMs = 0;
    this.#moments = [];
    const means = this.#rule.labels
      .map((label) => ({ label, confidence: meanOf(label, heard) }));
    const likeliest = means.reduce((a, b) =>
      b.confidence > a.confidence ? b : a
    );
    const { endMs, heardMs } = heard[0]!;
    return { ...likeliest, startMs: endMs - heardMs, endMs: this.#endMs };
  }
}

/** What a prediction says, or nothing if it heard no speech. */
function momentOf(
  { state, endMs, posterior }: Prediction,
  heardMs: number,
  { labels }: EscalationRule,
): Moment | undefined {
  if (state === "no_speech" || posterior === null) return undefined;
  const heat = labels.reduce((sum, label) => sum + (posterior[label] ?? 0), 0);
  return { endMs, heardMs, heat, posterior };
}

function total(moments: readonly Moment[]): number {
  return moments.reduce((sum, { heardMs }) => sum + heardMs, 0);
}

/** To six decimals, as predictions are. */
function meanOf(label: string, moments: readonly Moment[]): number {
  const sum = moments.reduce(
    (sum, { heardMs, posterior }) => sum + heardMs * (posterior[label] ?? 0),
    0,
  );
  return Math.round(1e6 * sum / total(moments)) / 1e6;
}
