/**
 * Who hears of the calls of this process, and where they are kept for a while.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import { createCallLog } from "../results/call_log.ts";
import type { CallListener } from "../results/call_event.ts";
import { Escalations } from "../results/escalation.ts";
import type { EscalationRule } from "../results/escalation_rule.ts";
import type { EventLog } from "../results/event_log.ts";
import { Publisher } from "../results/publisher.ts";
import { RefusalLog } from "../results/refusal_log.ts";
import { toldPredictions } from "../results/told_predictions.ts";
import {
  allSinks,
  type CallInfo,
  type CallSink,
} from "../session/call_sink.ts";
import { createEventLog } from "./event_log.ts";

/** What the sinks of a process need. */
export interface SinkDeps {
  readonly hasPredictionLog: boolean;
  readonly escalation: EscalationRule;
  readonly redisUrl: string | undefined;
  readonly redisPrefix: string;
  /** They hear of calls beside those made here. */
  readonly others: readonly CallSink[];
  readonly log: Log;
  readonly onFault: (fault: unknown) => void;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
}

/** Who hears of calls. */
export interface Sinks {
  /** All of them, as one. */
  readonly sink: CallSink;
  /** What subscribers read. */
  readonly events: EventLog;
  /** Lets a listener hear of all that is told. */
  readonly listen: (listener: CallListener) => void;
  /** Resolves when what was told of a call so far is kept, or cannot be now. */
  readonly kept: (call: CallInfo) => Promise<void>;
  /** Resolves when all that is over has been told to be. */
  readonly settled: () => Promise<void>;
  /** Lets them hear the time, now and then. */
  readonly tick: () => void;
  /** Writes what waits for its line in the log: nothing will be told any more. */
  readonly finish: () => void;
}

/** Creates all that hear of calls. */
export function createSinks(
  deps: SinkDeps,
): Sinks {
  const { hasPredictionLog, escalation, others, log, onFault, now, wallMs } =
    deps;
  const events = createEventLog(deps);
  const refusals = new RefusalLog({ log, now });
  const hasPredictions = hasPredictionLog;
  const calls = createCallLog({ log, hasPredictions, refusals });
  const rest = allSinks([calls, ...others], onFault);
  const publisher = new Publisher({ log: events, wallMs, onFault, over: rest });
  publisher.listen(
    new Escalations({
      rule: escalation,
      tell: (event) => publisher.publish(event),
      past: (call) => toldPredictions(events, call),
      log,
    }),
  );
  return {
    // The end of a call reaches the rest by the publisher, who knows what it is.
    sink: allSinks([publisher, { ...rest, ended: () => {} }], onFault),
    events,
    listen: (listener) => publisher.listen(listener),
    kept: (call) => publisher.told(call),
    settled: () => publisher.settled(),
    tick: () => refusals.tick(),
    finish: () => refusals.finish(),
  };
}
