/**
 * Sends what happens in calls to those who asked for it.
 *
 * @module
 */
import type { Log } from "../../log/log.ts";
import type { CallInfo } from "../../session/call_sink.ts";
import type { CallEvent, CallListener, CallPredicted } from "../call_event.ts";
import { CallStates } from "../call_states.ts";
import { type DeadLetter, DeadLetters } from "./dead_letters.ts";
import { messageOf } from "./message.ts";
import type { WebhookTarget } from "./target.ts";
import {
  type GivenUp,
  type QueueCounts,
  type QueueDeps,
  TargetQueue,
} from "./target_queue.ts";

/** What webhooks need. */
export interface WebhookDeps extends Omit<QueueDeps, "bury"> {
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly log: Log;
}

/** What one target has been sent, and what waits for it. */
export interface WebhookCounts extends Readonly<QueueCounts> {
  readonly target: string;
  readonly waiting: number;
}

/** What is known of a call. */
interface Known {
  call: CallInfo;
  /** Where each target was last sent a prediction of each channel. */
  readonly sentMs: Map<string, number>;
}

/** Sends webhooks: each target has a queue of its own, so none waits for another. */
export class Webhooks implements CallListener {
  readonly #deps: WebhookDeps;
  readonly #queues: readonly TargetQueue[];
  readonly #deadLetters = new DeadLetters();
  readonly #calls = new CallStates<Known>();
  #isStopping = false;

  constructor(targets: readonly WebhookTarget[], deps: WebhookDeps) {
    this.#deps = deps;
    const bury = (dead: GivenUp) => this.#bury(dead);
    this.#queues = targets.map((target) =>
      new TargetQueue(target, { ...deps, bury })
    );
  }

  /** Calls that are known. */
  get callCount(): number {
    return this.#calls.size;
  }

  /** What each target has been sent since the process began. */
  get counts(): WebhookCounts[] {
    return this.#queues.map(({ target, counts, depth }) => ({
      target: target.name,
      ...counts,
      waiting: depth,
    }));
  }

  /** Hears what is told of a call. */
  heard(event: CallEvent): void {
    const known = this.#know(event);
    const queues = this.#queues.filter(({ target }) =>
      target.tenant === event.tenant && target.events.has(event.type) &&
      (event.type !== "prediction" || isDue(event, target, known))
    );
    this.#calls.follow(event);
    if (queues.length === 0) return;
    const message = messageOf(event, known?.call);
    for (const queue of queues) queue.push(message);
  }

  /** Knows nothing more of a call that has gone on elsewhere. */
  left({ sessionId }: Pick<CallEvent, "sessionId">): void {
    this.#calls.forget(sessionId);
  }

  /** What a tenant was not sent, oldest first. */
  deadLetters(tenant: string): DeadLetter[] {
    return this.#deadLetters.of(tenant);
  }

  /** Sends a tenant's dead letter once more. @returns Whether there is one of that id. */
  retry(tenant: string, id: string): boolean {
    const letter = this.#deadLetters.take(tenant, id);
    const queue = this.#queues.find(({ target }) =>
      target.name === letter?.target
    );
    if (letter === undefined || queue === undefined) return false;
    queue.reopen();
    queue.push(letter.message);
    return true;
  }

  /** Tries what waits, for so long at most, and then gives it up. */
  async stop(withinMs: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const callOff = this.#deps.timers.after(withinMs, resolve);
    const drained = Promise.all(this.#queues.map((queue) => queue.drain()));
    await Promise.race([drained, late]);
    callOff();
    this.#isStopping = true;
    const left = this.#queues.reduce((sum, { depth }) => sum + depth, 0);
    for (const queue of this.#queues) queue.close();
    if (left === 0) return;
    this.#deps.log.warn("webhooks_undelivered", {
      message: "stops before all webhooks are delivered",
      deadLetters: left,
    });
  }

  #know(event: CallEvent): Known | undefined {
    const { type, sessionId } = event;
    if (type !== "call.started" && type !== "call.resumed") {
      return this.#calls.get(sessionId);
    }
    const { call } = event;
    const known = this.#calls.enter(sessionId, () => ({
      call,
      sentMs: new Map(),
    }));
    known.call = call;
    return known;
  }

  #bury({ target, message, attempts, reason }: GivenUp): void {
    const { name } = target;
    const { wallMs, log } = this.#deps;
    this.#deadLetters.add({
      id: `${name}-${message.id}`,
      target: name,
      message,
      attempts,
      reason,
      atMs: wallMs(),
    });
    if (this.#isStopping) return; // their number is logged
    const { type, sessionId, tenant } = message;
    log.warn("webhook_dead", {
      message: `gives up a webhook of "${name}": ${reason}`,
      target: name,
      type,
      sessionId,
      tenant,
      attempts,
    });
  }
}

/** Whether it is time for a channel's next prediction; notes it if it is. */
function isDue(
  { prediction: { channel, endMs } }: CallPredicted,
  { name, predictionMs }: WebhookTarget,
  known: Known | undefined,
): boolean {
  if (known === undefined) return false;
  const key = `${name} ${channel}`;
  const lastMs = known.sentMs.get(key) ?? -Infinity;
  if (endMs - lastMs < predictionMs) return false;
  known.sentMs.set(key, endMs);
  return true;
}
