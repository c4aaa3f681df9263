/**
 * The files of the page that people look at, read once.
 *
 * @module
 */
import type { ConsoleFiles } from "../server/console_routes.ts";

const DIST = new URL("../console/dist/", import.meta.url);

/** What `deno task build:console` writes. */
const NAMES = [
  "index.html",
  "console.js",
  "console.css",
  "microphone_worklet.js",
  "icon.svg",
  "licences.txt",
];

/**
 * Reads the files.
 *
 * @throws {Deno.errors.NotFound} If one is not there.
 */
export function readConsoleFiles(): ConsoleFiles {
  return new Map(
    NAMES.map((name) => [name, Deno.readFileSync(new URL(name, DIST))]),
  );
}
