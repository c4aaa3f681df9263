/**
 * All that is measured of this process.
 *
 * @module
 */
import type { BatchWatch } from "../model/batch_watch.ts";
import { CallCounters } from "../results/call_counters.ts";
import { HttpCounters } from "../server/http_counters.ts";
import { Traffic } from "../server/traffic.ts";
import type { CallSink } from "../session/call_sink.ts";
import type { WindowWatch } from "../session/window_watch.ts";
import { measureBatches } from "../telemetry/batch_measures.ts";
import { measureCalls } from "../telemetry/call_measures.ts";
import { CallSpans } from "../telemetry/call_spans.ts";
import { measureEventLoop } from "../telemetry/event_loop_delay.ts";
import { Meter } from "../telemetry/meter.ts";
import { measureProcess } from "../telemetry/process_measures.ts";
import {
  type EngineSources,
  measureEngine,
  measureServer,
  type ServerSources,
} from "../telemetry/server_measures.ts";
import { measureWindows } from "../telemetry/window_latency.ts";

/** Where it can be read, and who counts. */
export interface Telemetry {
  /** Parts that have values of their own make them known here. */
  readonly meter: Meter;
  /** They hear of calls. */
  readonly sinks: readonly CallSink[];
  readonly windows: WindowWatch;
  readonly batches: BatchWatch;
  readonly traffic: Traffic;
  readonly http: HttpCounters;
  stop(): void;
}

/** What is measured of parts that are there already. */
export interface TelemetrySources
  extends Omit<ServerSources, "traffic" | "http"> {
  /** What scores, once it is there. */
  readonly engine: () => EngineSources | undefined;
}

/** Begins to measure. */
export function startTelemetry(
  { engine, ...sources }: TelemetrySources,
): Telemetry {
  const meter = new Meter();
  const calls = new CallCounters();
  const traffic = new Traffic();
  const http = new HttpCounters();
  measureCalls(meter, calls);
  measureServer(meter, { ...sources, traffic, http });
  measureEngine(meter, engine);
  measureProcess(meter);
  return {
    meter,
    sinks: [calls, new CallSpans()],
    windows: measureWindows(meter),
    batches: measureBatches(meter),
    traffic,
    http,
    stop: measureEventLoop(meter),
  };
}
