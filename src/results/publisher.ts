/**
 * Turns calls into events, appends them to the log, and tells of those that count.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import type { CallEnd, CallInfo, CallSink } from "../session/call_sink.ts";
import type { CallEvent, CallListener } from "./call_event.ts";
import { eventId } from "./event_id.ts";
import type { Appended, EventLog } from "./event_log.ts";

/** What a publisher needs of its process. */
export interface PublisherDeps {
  readonly log: EventLog;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
  /** Hears of faults that are ours. */
  readonly onFault: (fault: unknown) => void;
  /** Hears that a call is over here, once it is known whether it has gone on elsewhere. */
  readonly over?: Pick<CallSink, "ended" | "moved"> | undefined;
}

/** A call that this process holds. */
interface HeldCall {
  readonly generation: number;
  eventCount: number;
  /** Settles when the events so far are appended and told: with what the log said of the last. */
  told: Promise<Appended | undefined>;
}

/**
 * Publishes the calls of this process.
 *
 * The end of a call waits until all before it is told, so that what a listener
 * finds in the last windows still comes before the end.
 */
export class Publisher implements CallSink {
  readonly #deps: PublisherDeps;
  readonly #listeners: CallListener[] = [];
  readonly #calls = new Map<string, HeldCall>();
  readonly #endings = new Set<Promise<void>>();

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  /** Lets a listener hear of all that is told from now on. */
  listen(listener: CallListener): void {
    this.#listeners.push(listener);
  }

  started(call: CallInfo): void {
    this.#hold(call);
    this.publish({ type: "call.started", ...this.#told(call), call });
  }

  resumed(call: CallInfo): void {
    this.#hold(call);
    this.publish({ type: "call.resumed", ...this.#told(call), call });
  }

  predicted(call: CallInfo, prediction: Prediction): void {
    this.publish({ type: "prediction", ...this.#told(call), prediction });
  }

  interrupted(call: CallInfo): void {
    this.publish({ type: "call.interrupted", ...this.#told(call) });
  }

  ended(call: CallInfo, end: CallEnd): void {
    const held = this.#held(call);
    if (held === undefined) return this.#deps.over?.ended(call, end);
    const event: CallEvent = { type: "call.ended", ...this.#told(call), end };
    const ending = this.#end(held, event).then((appended) => {
      const { over } = this.#deps;
      if (appended === "superseded") over?.moved?.(call);
      else over?.ended(call, end);
    });
    this.#endings.add(ending);
    ending.then(() => this.#endings.delete(ending));
  }

  refused(): void {}

  /**
   * Publishes an event of a call that this process holds, such as what a
   * listener found. Nothing is told of a call that it does not hold, or no longer.
   */
  publish(event: CallEvent): void {
    const held = this.#held(event);
    if (held === undefined) return;
    const { generation } = held;
    const id = eventId({ generation, place: ++held.eventCount });
    held.told = this.#append(id, event);
  }

  /** Resolves when all that was said of a call so far is kept, or nobody knows it. */
  async told(call: CallInfo): Promise<void> {
    await this.#held(call)?.told;
  }

  /** Resolves when all calls that are over have been told to be. */
  async settled(): Promise<void> {
    await Promise.all(this.#endings);
  }

  async #end(
    held: HeldCall,
    event: CallEvent,
  ): Promise<Appended | undefined> {
    await held.told;
    this.publish(event);
    const { sessionId } = event;
    if (this.#calls.get(sessionId) === held) this.#calls.delete(sessionId);
    return await held.told;
  }

  async #append(id: string, event: CallEvent): Promise<Appended | undefined> {
    try {
      const appended = await this.#deps.log.append({ id, event });
      if (appended === "taken") {
        this.#tellAll((listener) => listener.heard(event, id));
      } else if (appended === "superseded" && !this.#isBack(event)) {
        this.#tellAll((listener) => listener.left?.(event));
      }
      return appended;
    } catch (fault) {
      this.#deps.onFault(fault);
      return undefined;
    }
  }

  /** Whether a call is held here in a later generation than that of an event. */
  #isBack({ sessionId, generation }: CallEvent): boolean {
    return (this.#calls.get(sessionId)?.generation ?? -1) > generation;
  }

  #tellAll(tell: (listener: CallListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        tell(listener);
      } catch (fault) {
        this.#deps.onFault(fault);
      }
    }
  }

  #hold({ sessionId, generation }: CallInfo): void {
    const told = Promise.resolve(undefined);
    const held: HeldCall = { generation, eventCount: 0, told };
    this.#calls.set(sessionId, held);
  }

  /** The call as this process holds it, in that generation. */
  #held({ sessionId, generation }: Pick<CallInfo, "sessionId" | "generation">) {
    const held = this.#calls.get(sessionId);
    return held?.generation === generation ? held : undefined;
  }

  #told({ sessionId, tenant, generation }: CallInfo) {
    return { atMs: this.#deps.wallMs(), sessionId, tenant, generation };
  }
}
