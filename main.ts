/**
 * Starts the server: reads the configuration, serves at once, loads the model,
 * is ready; on SIGINT or SIGTERM it answers what has come, and ends; on a second
 * one it ends at once.
 *
 *     deno task start
 *     PORT=9000 HOST=0.0.0.0 MODEL=default deno task start
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { readConfig } from "./src/config/config.ts";
import { readLogConfig } from "./src/config/log.ts";
import type { LogLevel } from "./src/log/log.ts";
import { createLog } from "./src/log/create_log.ts";
import { startService } from "./src/service/service.ts";

/** What a process that was ended from outside says by custom. */
const ENDED_BY_SIGNAL = 130;

const faults: string[] = [];
const settings = readLogConfig(
  Deno.env.get,
  faults,
  Deno.stderr.isTerminal(),
);
const isExported = ["OTEL_DENO", "DENO_DEPLOY"]
  .some((name) => /^(true|1)$/.test(Deno.env.get(name) ?? ""));
const log = createLog(settings, { write: writeLine, wallMs: Date.now });

try {
  const config = readConfig(Deno.env.get, {
    models: new URL("./models/", import.meta.url),
    workingFolder: pathToFileURL(`${Deno.cwd()}/`),
  }, { faults });
  const service = startService(config, log);
  let isStopping = false;
  const stop = async () => {
    if (isStopping) Deno.exit(ENDED_BY_SIGNAL);
    isStopping = true;
    await service.stop();
    Deno.exit(0);
  };
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
  await service.ready;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  log.error("not_started", { message });
  Deno.exit(1);
}

/** Deno exports what goes through `console`, and Deno Deploy shows nothing else; elsewhere all goes to stderr. */
function writeLine(line: string, level: LogLevel): void {
  if (isExported) console[level](line);
  else Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
