/**
 * Tells when a customer has sounded angry or fearful for some time.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import type { CallInfo } from "../session/call_sink.ts";
import type { CallEscalated, CallEvent, CallListener } from "./call_event.ts";
import { CallStates } from "./call_states.ts";
import { ChannelTemper } from "./channel_temper.ts";
import type { EscalationRule } from "./escalation_rule.ts";

/** Who hears of escalations, and of models that cannot escalate. */
export interface EscalationDeps {
  readonly rule: EscalationRule;
  /** Tells an escalation to all who hear of calls. */
  readonly tell: (event: CallEscalated) => void;
  readonly log: Log;
}

/** Hears the predictions of all calls, and tells each channel's escalations. */
export class Escalations implements CallListener {
  readonly #deps: EscalationDeps;
  readonly #calls = new CallStates<Map<number, ChannelTemper>>();
  /** Models that lack a watched label and of which that was said, by their hash. */
  readonly #lacking = new Set<string>();

  constructor(deps: EscalationDeps) {
    this.#deps = deps;
  }

  /** Calls that are followed. */
  get callCount(): number {
    return this.#calls.size;
  }

  /** Hears what is told of a call. */
  heard(event: CallEvent): void {
    switch (event.type) {
      case "call.started":
      case "call.resumed":
        return this.#enter(event.sessionId, event.call);
      case "prediction":
        return this.#push(event);
      default:
        return this.#calls.follow(event);
    }
  }

  #enter(sessionId: string, { model, channels }: CallInfo): void {
    const { labels, roles } = this.#deps.rule;
    const lacking = labels.filter((label) => !model.labels.includes(label));
    if (lacking.length > 0 && !this.#lacking.has(model.sha256)) {
      this.#lacking.add(model.sha256);
      this.#deps.log.warn("escalation_labels_missing", {
        message: `does not watch for ${
          lacking.join(", ")
        }: the model "${model.name}" has no such label`,
      });
    }
    if (lacking.length === labels.length) return;
    this.#calls.enter(
      sessionId,
      () =>
        new Map(
          channels.flatMap(({ role }, channel) =>
            roles.includes(role)
              ? [[channel, new ChannelTemper(this.#deps.rule)]]
              : []
          ),
        ),
    );
  }

  #push(event: Extract<CallEvent, { type: "prediction" }>): void {
    const { prediction, atMs, sessionId, tenant, generation } = event;
    const { channel } = prediction;
    const temper = this.#calls.get(sessionId)?.get(channel);
    const heated = temper?.push(prediction);
    if (heated === undefined) return;
    this.#deps.tell({
      type: "escalation",
      atMs,
      sessionId,
      tenant,
      generation,
      channel,
      ...heated,
    });
  }
}
