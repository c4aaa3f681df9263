/**
 * All that hear of the calls of a process: those that measure, tell and record them.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Log } from "../log/log.ts";
import type { Webhooks } from "../results/webhooks/webhooks.ts";
import { Subscribers } from "../server/subscribers.ts";
import { measureResults } from "../telemetry/result_measures.ts";
import type { EngineSources } from "../telemetry/server_measures.ts";
import { measureWebhooks } from "../telemetry/webhook_measures.ts";
import { type RunningRecords, startRecords } from "./records.ts";
import type { Shared } from "./shared.ts";
import { createSinks, type Sinks } from "./sinks.ts";
import { startTelemetry, type Telemetry } from "./telemetry.ts";
import { startWebhooks } from "./webhooks.ts";

/** All that hear of calls. */
export interface Hearers {
  readonly telemetry: Telemetry;
  readonly sinks: Sinks;
  readonly records: RunningRecords;
  readonly webhooks: Webhooks;
  readonly subscribers: Subscribers;
}

/** What they need of their process. */
export interface HearerDeps {
  readonly log: Log;
  readonly shared: Shared;
  /** What scores, once it is there. */
  readonly engine: () => EngineSources | undefined;
  readonly onFault: (fault: unknown) => void;
}

/** Starts them. */
export function startHearers(
  config: Config,
  { log, shared, engine, onFault }: HearerDeps,
): Hearers {
  const { now, wallMs, calls } = shared;
  const telemetry = startTelemetry({ ...shared, resumable: calls, engine });
  const others = telemetry.sinks;
  const sinks = createSinks({ ...config, others, log, onFault, now, wallMs });
  const records = startRecords(config.records, log);
  if (records.listener) sinks.listen(records.listener);
  const subscribers = new Subscribers();
  const webhooks = startWebhooks(config.webhooks, { log, wallMs });
  sinks.listen(webhooks);
  const { meter } = telemetry;
  measureWebhooks(meter, webhooks);
  measureResults(meter, { events: sinks.events, subscribers, records });
  return { telemetry, sinks, records, webhooks, subscribers };
}
