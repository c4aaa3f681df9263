/**
 * Tells when a customer has sounded angry or fearful for some time.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import type { Prediction } from "../protocol/native/messages.ts";
import type { CallInfo, CallModel } from "../session/call_sink.ts";
import type {
  CallEscalated,
  CallEvent,
  CallListener,
  CallResumed,
  CallStarted,
} from "./call_event.ts";
import { CallStates } from "./call_states.ts";
import type { EscalationRule } from "./escalation_rule.ts";
import { FollowedCall, type HeatedChannel } from "./followed_call.ts";

/** Who hears of escalations, and of models that cannot escalate. */
export interface EscalationDeps {
  readonly rule: EscalationRule;
  /** Tells an escalation to all who hear of calls. */
  readonly tell: (event: CallEscalated) => void;
  /** The predictions of a call that were told before it came here. */
  readonly past: (call: CallInfo) => Promise<readonly Prediction[]>;
  readonly log: Log;
}

/** Hears the predictions of all calls, and tells each channel's escalations. */
export class Escalations implements CallListener {
  readonly #deps: EscalationDeps;
  readonly #calls = new CallStates<FollowedCall>();
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
        return this.#enter(event);
      case "prediction": {
        const call = this.#calls.get(event.sessionId);
        return this.#tell(event, call?.push(event.prediction));
      }
      default:
        return this.#calls.follow(event);
    }
  }

  /** Follows a call no more that has gone on elsewhere. */
  left({ sessionId }: Pick<CallEvent, "sessionId">): void {
    this.#calls.forget(sessionId);
  }

  #enter(event: CallStarted | CallResumed): void {
    const { type, sessionId, call: { model, channels } } = event;
    const { labels } = this.#deps.rule;
    const lacking = labels.filter((label) => !model.labels.includes(label));
    this.#tellLacking(lacking, model);
    if (lacking.length === labels.length) return;
    const isNew = this.#calls.get(sessionId) === undefined;
    const call = this.#calls.enter(
      sessionId,
      () => new FollowedCall(channels, this.#deps.rule),
    );
    if (isNew && type === "call.resumed") this.#catchUp(event, call);
  }

  async #catchUp(event: CallResumed, call: FollowedCall): Promise<void> {
    call.waitForPast();
    const past = await this.#deps.past(event.call).catch(() => []);
    this.#tell(event, call.goOn(past));
  }

  #tell(
    { atMs, sessionId, tenant, generation }: CallEvent,
    heated: readonly HeatedChannel[] = [],
  ): void {
    for (const channel of heated) {
      this.#deps.tell({
        type: "escalation",
        ...{ atMs, sessionId, tenant, generation },
        ...channel,
      });
    }
  }

  #tellLacking(labels: readonly string[], { name, sha256 }: CallModel): void {
    if (labels.length === 0 || this.#lacking.has(sha256)) return;
    this.#lacking.add(sha256);
    this.#deps.log.warn("escalation_labels_missing", {
      message: `does not watch for ${
        labels.join(", ")
      }: the model "${name}" has no such label`,
    });
  }
}
