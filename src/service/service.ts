/**
 * A whole server: its parts put together, its start and its end.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Log } from "../log/log.ts";
import { STOP_WEBHOOKS_MS } from "../results/webhooks/limits.ts";
import { createApp } from "../server/app.ts";
import type { Readiness } from "../server/readiness.ts";
import { wireRoutes } from "../server/wire_routes.ts";
import { after } from "../session/after.ts";
import { TICK_MS } from "../session/limits.ts";
import { createSeal } from "../session/resume/seal.ts";
import { RolePolicy } from "../session/roles.ts";
import { createAccess, tellAccess } from "./access.ts";
import { readConsoleFiles } from "./console_files.ts";
import { drain, DRAIN_MS, type DrainStep } from "./drain.ts";
import { type Hearers, startHearers } from "./hearers.ts";
import { listen } from "./listen.ts";
import { type ListeningModel, loadListeningModel } from "./listening_model.ts";
import { createShared, type Shared } from "./shared.ts";
import { createUsedTokens, type SharedUsedTokens } from "./used_tokens.ts";

/** A server that runs. */
export interface Service {
  /** Resolves when it takes calls; rejects if it never will. */
  readonly ready: Promise<void>;
  /** Takes no more calls, answers and records what has come, and resolves in time. */
  stop(): Promise<void>;
}

/** A server's parts. */
interface Parts {
  readonly shared: Shared;
  readonly hearers: Hearers;
  readonly used: SharedUsedTokens;
  readonly onFault: (fault: unknown) => void;
}

/** What changes while it runs. */
interface State {
  readiness: Readiness;
  engine: ListeningModel | undefined;
}

/**
 * Serves at once, and takes calls once the model is there.
 *
 * @throws {Error} If the address cannot be had.
 */
export function startService(config: Config, log: Log): Service {
  const state: State = {
    readiness: { isReady: false, reasons: ["loading_model"] },
    engine: undefined,
  };
  const parts = startParts(config, log, state);
  const { shared, hearers: { telemetry, sinks } } = parts;
  const server = serve(config, log, appOf(config, log, parts, state).fetch);
  const ticking = setInterval(() => {
    shared.registry.tick();
    shared.calls.tick();
    sinks.tick();
  }, TICK_MS);
  const { breathe } = shared;
  const watch = telemetry.batches;
  const loaded = loadListeningModel(config, { breathe, log, watch });
  return {
    ready: loaded.then((ready) => {
      if (shared.registry.isStopping) return;
      state.readiness = state.engine = ready;
      log.info("ready", { message: "is ready" });
    }),
    async stop() {
      state.readiness = { isReady: false, reasons: ["stopping"] };
      shared.calls.stop();
      await drain(stepsOf(parts, server), {
        now: shared.now,
        after,
        onFault: (step, fault) =>
          log.warn("stop_cut_short", {
            message: `has cut short the end of its ${step}: ${fault}`,
          }),
      });
      clearInterval(ticking);
      sinks.finish();
      telemetry.stop();
    },
  };
}

function startParts(config: Config, log: Log, state: State): Parts {
  const onFault = (fault: unknown) =>
    log.error("internal_fault", {
      message: "met a fault of its own",
      fault: fault instanceof Error ? fault : Deno.inspect(fault),
    });
  const shared = createShared(config.access);
  const engine = () => state.engine;
  const hearers = startHearers(config, { log, shared, engine, onFault });
  const used = createUsedTokens({ ...config, wallMs: shared.wallMs });
  return { shared, hearers, used, onFault };
}

/** The application, which listens on nothing yet. */
function appOf(config: Config, log: Log, parts: Parts, state: State) {
  const { shared, used, onFault } = parts;
  const { telemetry, sinks, ...results } = parts.hearers;
  const { windows, traffic, http, meter } = telemetry;
  const { signingSecret } = config;
  const { sink, events, kept } = sinks;
  const access = { ...shared, signingSecret, sink, used };
  const { keys, ...gates } = createAccess(config.access, access);
  tellAccess(config.access, log);
  if (config.wires.isOpen) {
    log.warn("wires_open", { message: "takes platforms' calls from anybody" });
  }
  const roles = new RolePolicy(config.roles);
  for (const message of roles.describe()) log.warn("roles", { message });
  const { now } = shared;
  return createApp({
    ...shared,
    ...gates,
    windows,
    traffic,
    http,
    measured: meter,
    ...results,
    sink,
    events,
    readiness: () => state.readiness,
    engineBusyMs: () => now() - (state.engine?.queue.busySinceMs ?? now()),
    onInternalFault: onFault,
    roles,
    wires: wireRoutes({ ...config.wires, keys }),
    consoleFiles: readConsoleFiles(),
    resumption: {
      seal: createSeal(signingSecret),
      calls: shared.calls,
      ...config.redisUrl !== undefined && { kept },
    },
  });
}

function serve(config: Config, log: Log, handle: Deno.ServeHandler) {
  return listen({
    hostname: config.host,
    port: config.port,
    handle,
    onListen: ({ hostname, port }) =>
      log.info("listening", {
        message: `listens on ${hostname}:${port} for requests`,
      }),
  });
}

/** The end, in its order: nothing is closed before all that is said into it. */
function stepsOf(
  { shared: { registry }, hearers, used }: Parts,
  server: Deno.HttpServer,
): DrainStep[] {
  const { sinks, subscribers, records, webhooks } = hearers;
  const tellAll = async () => {
    subscribers.stop();
    await Promise.all([records.stop(), webhooks.stop(STOP_WEBHOOKS_MS)]);
  };
  return [
    { name: "sessions", limitMs: 2_600, close: () => registry.stop() },
    { name: "events", limitMs: 500, close: () => sinks.settled() },
    { name: "records and webhooks", limitMs: DRAIN_MS, close: tellAll },
    { name: "sockets", limitMs: 500, close: () => server.shutdown() },
    { name: "log", limitMs: DRAIN_MS, close: () => sinks.events.close() },
    { name: "tokens", limitMs: 500, close: () => used.close() },
  ];
}
