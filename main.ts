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
import { readConfig } from "./src/config/config.ts";
import { readLogConfig } from "./src/config/log.ts";
import type { LogLevel } from "./src/log/log.ts";
import { createLog } from "./src/log/create_log.ts";
import { startService } from "./src/service/service.ts";

/** How long sessions may take to say their last word; Deno Deploy grants 5 s. */
const STOP_MS = 4_000;

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
  const stop = async () => {
    setTimeout(() => Deno.exit(0), STOP_MS);
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
