/** A server whose model answers at once, with the page. */
import { readConsoleFiles } from "../../src/service/console_files.ts";
import { type AppDeps } from "../../src/server/app.ts";
import { appDeps, serve } from "../server/_server.ts";

/** Serves the page; `deps` may differ. */
export function servePage(deps: Partial<AppDeps> = {}) {
  return serve({
    ...appDeps().deps,
    consoleFiles: readConsoleFiles(),
    ...deps,
  });
}
