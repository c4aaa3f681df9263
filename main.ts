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
import { startService } from "./src/service/service.ts";

/** How long sessions may take to say their last word; Deno Deploy grants 5 s. */
const STOP_MS = 4_000;

try {
  const config = readConfig(Deno.env.get, {
    models: new URL("./models/", import.meta.url),
    workingFolder: pathToFileURL(`${Deno.cwd()}/`),
  });
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
  log(error instanceof Error ? error.message : String(error));
  Deno.exit(1);
}

/** Writes a line; that nobody reads the log must not end calls. */
function log(line: string): void {
  try {
    Deno.stderr.writeSync(new TextEncoder().encode(`undertone: ${line}\n`));
  } catch { /* who would be told? */ }
}
