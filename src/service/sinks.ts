/**
 * Who hears of the calls of this process, and where they are kept for a while.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import { createCallLog } from "../results/call_log.ts";
import type { CallListener } from "../results/call_event.ts";
import type { EventLog } from "../results/event_log.ts";
import { Publisher } from "../results/publisher.ts";
import { allSinks, type CallSink } from "../session/call_sink.ts";
import { createEventLog } from "./event_log.ts";

/** What the sinks of a process need. */
export interface SinkDeps {
  readonly hasPredictionLog: boolean;
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
  /** Resolves when all that is over has been told to be. */
  readonly settled: () => Promise<void>;
}

/** Creates all that hear of calls. */
export function createSinks(
  deps: SinkDeps,
): Sinks {
  const { hasPredictionLog, others, log, onFault, wallMs } = deps;
  const events = createEventLog(deps);
  const publisher = new Publisher({ log: events, wallMs, onFault });
  // Listeners are told to publisher.listen() here; what they find, such as an
  // escalation, they hand to publisher.publish().
  const calls = createCallLog({ log, hasPredictions: hasPredictionLog });
  return {
    sink: allSinks([publisher, calls, ...others], onFault),
    events,
    listen: (listener) => publisher.listen(listener),
    settled: () => publisher.settled(),
  };
}
