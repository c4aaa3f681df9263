/**
 * Who hears of the calls of this process.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import { CallCounters } from "../results/call_counters.ts";
import { createCallLog } from "../results/call_log.ts";
import { allSinks, type CallSink } from "../session/call_sink.ts";

/** What the sinks of a process need. */
export interface SinkDeps {
  readonly hasPredictionLog: boolean;
  readonly log: Log;
  readonly onFault: (fault: unknown) => void;
}

/** All that hear of calls, as one. */
export function createSinks(
  { hasPredictionLog, log, onFault }: SinkDeps,
): CallSink {
  const calls = createCallLog({ log, hasPredictions: hasPredictionLog });
  return allSinks([calls, new CallCounters()], onFault);
}
