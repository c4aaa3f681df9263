/**
 * One call, as escalations follow it.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import type { CallChannel } from "../session/roles.ts";
import { ChannelTemper, type Heated } from "./channel_temper.ts";
import type { EscalationRule } from "./escalation_rule.ts";

/** A channel that has escalated. */
export interface HeatedChannel extends Heated {
  readonly channel: number;
}

/** Predictions that may wait for what was told before them: half a minute of one channel. */
const MAX_WAITING = 64;

/**
 * Follows the channels whose role is watched.
 *
 * A call that comes from another process is in the middle of something. What the
 * other one told is heard first and told by nobody again; what comes meanwhile
 * waits.
 */
export class FollowedCall {
  readonly #tempers: ReadonlyMap<number, ChannelTemper>;
  #waiting: Prediction[] | undefined;

  constructor(channels: readonly CallChannel[], rule: EscalationRule) {
    this.#tempers = new Map(
      channels.flatMap(({ role }, channel) =>
        rule.roles.includes(role) ? [[channel, new ChannelTemper(rule)]] : []
      ),
    );
  }

  /** Lets what comes wait for {@linkcode goOn}, if that does not take too long. */
  waitForPast(): void {
    this.#waiting = [];
  }

  /** Hears the next prediction. @returns What has escalated. */
  push(prediction: Prediction): HeatedChannel[] {
    if (this.#waiting === undefined) return this.#hear(prediction);
    this.#waiting.push(prediction);
    return this.#waiting.length > MAX_WAITING ? this.goOn([]) : [];
  }

  /** Hears what was told before, and then what has waited. @returns What of that has escalated. */
  goOn(past: readonly Prediction[]): HeatedChannel[] {
    if (this.#waiting === undefined) return [];
    const waiting = this.#waiting;
    this.#waiting = undefined;
    for (const prediction of past) this.#hear(prediction);
    return waiting.flatMap((prediction) => this.#hear(prediction));
  }

  #hear(prediction: Prediction): HeatedChannel[] {
    const { channel } = prediction;
    const heated = this.#tempers.get(channel)?.push(prediction);
    return heated ? [{ channel, ...heated }] : [];
  }
}
