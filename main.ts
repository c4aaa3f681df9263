/**
 * Starts the server: reads the configuration, serves at once, loads the model,
 * is ready; on SIGINT or SIGTERM it answers what has come, and ends.
 *
 *     deno task start
 *     PORT=9000 HOST=0.0.0.0 MODEL=default deno task start
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { type Config, readConfig } from "./src/config.ts";
import { loadModel } from "./src/model/load.ts";
import { startThreadedBackend } from "./src/model/threads/threaded_backend.ts";
import { createApp } from "./src/server/app.ts";
import type { Readiness } from "./src/server/readiness.ts";
import { wireRoutes } from "./src/server/wire_routes.ts";
import { Backlog } from "./src/session/backlog.ts";
import { createBreath } from "./src/session/breath.ts";
import { ByteBudget } from "./src/session/byte_budget.ts";
import { MAX_QUEUED_BYTES_TOTAL, MAX_SESSIONS } from "./src/session/limits.ts";
import { RolePolicy } from "./src/session/roles.ts";
import { SessionRegistry } from "./src/session/session_registry.ts";
import { WindowPlan } from "./src/session/window_plan.ts";
import { CallCounters } from "./src/session/wires/call_counters.ts";
import { createCallLog } from "./src/session/wires/call_log.ts";
import { allSinks, type CallSink } from "./src/session/wires/call_sink.ts";

/** How long sessions may take to say their last word; Deno Deploy grants 5 s. */
const STOP_MS = 4_000;

try {
  await serve();
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  Deno.exit(1);
}

async function serve(): Promise<void> {
  const config = readConfig(Deno.env.get, {
    models: new URL("./models/", import.meta.url),
    workingFolder: pathToFileURL(`${Deno.cwd()}/`),
  });
  const { port, host, modelFolder, strideMs, threadCount, workerCount } =
    config;
  let readiness: Readiness = { isReady: false, reasons: ["the model loads"] };
  const now = () => performance.now();
  const breathe = createBreath(now);
  const backlog = new Backlog(now);
  const registry = new SessionRegistry(MAX_SESSIONS, backlog);
  const roles = new RolePolicy(config.roles);
  roles.describe().forEach(log);
  if (config.wires.isOpen) log("takes platforms' calls from anybody");
  const onInternalFault = (fault: unknown) => log(Deno.inspect(fault));
  const app = createApp({
    now,
    breathe,
    budget: new ByteBudget(MAX_QUEUED_BYTES_TOTAL),
    backlog,
    registry,
    readiness: () => readiness,
    onInternalFault,
    roles,
    sink: createSink(config, onInternalFault),
    wires: wireRoutes(config.wires),
  });
  const server = listen(host, port, app.fetch);

  const stop = async () => {
    readiness = { isReady: false, reasons: ["the server stops"] };
    setTimeout(() => Deno.exit(0), STOP_MS);
    await registry.stop();
    await server.shutdown();
    Deno.exit(0);
  };
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);

  const threads = await startThreadedBackend(threadCount);
  if (threads.fault) log(`computes on one thread: ${threads.fault}`);
  const loaded = await loadModel(modelFolder, {
    breathe,
    workerCount,
    onWorkerFault: (fault) => log(`scores on this thread: ${fault.message}`),
  });
  const model = { ...loaded, strideMs };
  new WindowPlan(model); // refuses a stride that the model's embeddings do not fit
  if (registry.isStopping) return;
  const { threadCount: running, fault } = threads;
  const crew = { asked: threadCount, running, ...(fault && { fault }) };
  readiness = {
    isReady: true,
    model,
    threads: () => crew,
    workers: () => loaded.workers,
  };
  log(
    `is ready with the model "${model.name}" on ${model.backend}, threads: ${running}, workers: ${loaded.workers.running}`,
  );
}

/** Who hears of the calls of phone platforms. */
function createSink(
  { hasPredictionLog }: Config,
  onFault: (fault: unknown) => void,
): CallSink {
  const calls = createCallLog({ write: log, hasPredictions: hasPredictionLog });
  return allSinks([calls, new CallCounters()], onFault);
}

function listen(
  hostname: string,
  port: number,
  handle: (request: Request) => Response | Promise<Response>,
): Deno.HttpServer {
  const onListen = ({ hostname, port }: Deno.NetAddr) =>
    log(`listens on ${hostname}:${port}`);
  try {
    return Deno.serve({ hostname, port, onListen }, handle);
  } catch (error) {
    throw new Error(
      `Cannot listen on ${hostname}:${port}: ${(error as Error).message}`,
    );
  }
}

function log(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`undertone: ${line}\n`));
}
