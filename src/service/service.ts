/**
 * A whole server: its parts put together, its start and its end.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Log } from "../log/log.ts";
import { TenantLimiter } from "../server/access/tenant_limiter.ts";
import { createApp } from "../server/app.ts";
import type { Readiness } from "../server/readiness.ts";
import { Subscribers } from "../server/subscribers.ts";
import { wireRoutes } from "../server/wire_routes.ts";
import { after } from "../session/after.ts";
import { Backlog } from "../session/backlog.ts";
import { createBreath } from "../session/breath.ts";
import { ByteBudget } from "../session/byte_budget.ts";
import {
  MAX_QUEUED_BYTES_TOTAL,
  MAX_SESSIONS,
  TICK_MS,
} from "../session/limits.ts";
import { RolePolicy } from "../session/roles.ts";
import { ResumableCalls } from "../session/resume/resumable_calls.ts";
import { createSeal } from "../session/resume/seal.ts";
import { SessionRegistry } from "../session/session_registry.ts";
import { STOP_WEBHOOKS_MS } from "../results/webhooks/limits.ts";
import { createAccess, tellAccess } from "./access.ts";
import { readConsoleFiles } from "./console_files.ts";
import { measureWebhooks } from "../telemetry/webhook_measures.ts";
import { drain, DRAIN_MS, type DrainStep } from "./drain.ts";
import { listen } from "./listen.ts";
import { startRecords } from "./records.ts";
import { type ListeningModel, loadListeningModel } from "./listening_model.ts";
import { createSinks } from "./sinks.ts";
import { startWebhooks } from "./webhooks.ts";
import { measureResults } from "../telemetry/result_measures.ts";
import { createUsedTokens } from "./used_tokens.ts";
import { startTelemetry } from "./telemetry.ts";

/** A server that runs. */
export interface Service {
  /** Resolves when it takes calls; rejects if it never will. */
  readonly ready: Promise<void>;
  /** Takes no more calls, answers and records what has come, and resolves in time. */
  stop(): Promise<void>;
}

/**
 * Serves at once, and takes calls once the model is there.
 *
 * @throws {Error} If the address cannot be had.
 */
export function startService(
  config: Config,
  log: Log,
): Service {
  let readiness: Readiness = { isReady: false, reasons: ["loading_model"] };
  const now = () => performance.now();
  const breathe = createBreath(now);
  const backlog = new Backlog(now);
  const limiter = new TenantLimiter({ ...config.access, now });
  const registry = new SessionRegistry(
    MAX_SESSIONS,
    backlog,
    (tenant) => limiter.limitsOf(tenant).sessions,
  );
  const calls = new ResumableCalls(now);
  const ticking = setInterval(() => {
    registry.tick();
    calls.tick();
  }, TICK_MS);
  const roles = new RolePolicy(config.roles);
  for (const message of roles.describe()) log.warn("roles", { message });
  if (config.wires.isOpen) {
    log.warn("wires_open", { message: "takes platforms' calls from anybody" });
  }
  const onInternalFault = (fault: unknown) =>
    log.error("internal_fault", {
      message: "met a fault of its own",
      fault: fault instanceof Error ? fault : Deno.inspect(fault),
    });
  const tellCutShort = (step: string, fault: string) =>
    log.warn("stop_cut_short", {
      message: `has cut short the end of its ${step}: ${fault}`,
    });
  const wallMs = () => Date.now();
  const budget = new ByteBudget(MAX_QUEUED_BYTES_TOTAL);
  let engine: ListeningModel | undefined;
  const telemetry = startTelemetry({
    registry,
    budget,
    backlog,
    resumable: calls,
    engine: () => engine,
  });
  const sinks = createSinks({
    ...config,
    others: telemetry.sinks,
    log,
    onFault: onInternalFault,
    now,
    wallMs,
  });
  const used = createUsedTokens({ ...config, wallMs });
  const { keys, ...access } = createAccess(config.access, {
    signingSecret: config.signingSecret,
    limiter,
    wallMs,
    sink: sinks.sink,
    used,
  });
  tellAccess(config.access, log);
  const records = startRecords(config.records, log);
  if (records.listener) sinks.listen(records.listener);
  const subscribers = new Subscribers();
  const webhooks = startWebhooks(config.webhooks, { log, wallMs });
  sinks.listen(webhooks);
  measureWebhooks(telemetry.meter, webhooks);
  measureResults(telemetry.meter, {
    events: sinks.events,
    subscribers,
    records,
  });
  const app = createApp({
    now,
    wallMs,
    breathe,
    budget,
    windows: telemetry.windows,
    traffic: telemetry.traffic,
    http: telemetry.http,
    measured: telemetry.meter,
    backlog,
    registry,
    readiness: () => readiness,
    engineBusyMs: () => now() - (engine?.queue.busySinceMs ?? now()),
    onInternalFault,
    roles,
    ...access,
    limiter,
    records,
    webhooks,
    sink: sinks.sink,
    events: sinks.events,
    subscribers,
    wires: wireRoutes({ ...config.wires, keys }),
    consoleFiles: readConsoleFiles(),
    resumption: {
      seal: createSeal(config.signingSecret),
      calls,
      ...config.redisUrl !== undefined && { kept: sinks.kept },
    },
  });
  const server = listen({
    hostname: config.host,
    port: config.port,
    handle: app.fetch,
    onListen: ({ hostname, port }) =>
      log.info("listening", {
        message: `listens on ${hostname}:${port} for requests`,
      }),
  });

  const loaded = loadListeningModel(config, {
    breathe,
    log,
    watch: telemetry.batches,
  });
  return {
    ready: loaded.then((ready) => {
      if (registry.isStopping) return;
      readiness = engine = ready;
      log.info("ready", { message: "is ready" });
    }),
    async stop() {
      readiness = { isReady: false, reasons: ["stopping"] };
      calls.stop();
      const steps: DrainStep[] = [
        { name: "sessions", limitMs: 2_600, close: () => registry.stop() },
        { name: "events", limitMs: 500, close: () => sinks.settled() },
        {
          name: "records and webhooks",
          limitMs: DRAIN_MS,
          async close() {
            subscribers.stop();
            await Promise.all([
              records.stop(),
              webhooks.stop(STOP_WEBHOOKS_MS),
            ]);
          },
        },
        { name: "sockets", limitMs: 500, close: () => server.shutdown() },
        { name: "log", limitMs: DRAIN_MS, close: () => sinks.events.close() },
        { name: "tokens", limitMs: 500, close: () => used.close() },
      ];
      await drain(steps, { now, after, onFault: tellCutShort });
      clearInterval(ticking);
      telemetry.stop();
    },
  };
}
