/**
 * A progress bar on a terminal, nothing anywhere else.
 *
 * @module
 */
// @ts-types="./_cli_progress.d.ts"
import cliProgress from "cli-progress";

/** Work of known size, as it gets done. */
export interface Progress {
  /** One more is done. */
  advance(): void;
  /** Clears the bar; also after a failure. */
  stop(): void;
}

/** Shows a bar on standard error, so that what goes to standard output stays clean. */
export function showProgress(
  task: string,
  total: number,
  unit: string,
): Progress {
  if (!Deno.stderr.isTerminal()) return { advance() {}, stop() {} };
  const bar = new cliProgress.SingleBar({
    format: `${task} {bar} {value}/{total} ${unit}, {eta_formatted} left`,
    linewrap: true, // or Ctrl-C would leave the terminal without
    clearOnComplete: true,
    etaBuffer: 50, // clips differ in length by half; 50 even that out
  });
  bar.start(total, 0);
  return { advance: () => bar.increment(), stop: () => bar.stop() };
}
