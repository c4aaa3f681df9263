/**
 * Preloaded into a server that is measured: tells on standard output what the
 * process uses, a line of JSON now and then, and ends with who reads it.
 *
 *     deno run --preload scripts/_self_report.ts main.ts
 *
 * @module
 */
import { print } from "./_program.ts";
import { usageNow } from "./_usage.ts";

/** Often enough for a median over seconds; a report takes a fraction of a millisecond. */
const EVERY_MS = 250;

// What a preloaded module waits for keeps the program itself waiting: hence no ref.
Deno.unrefTimer(setInterval(report, EVERY_MS));

function report(): void {
  try {
    print(JSON.stringify(usageNow()));
  } catch {
    Deno.exit(1); // nobody reads any more: who started this process is gone
  }
}
