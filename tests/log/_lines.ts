/** Logs that a test can read. */
import { createLog, type LogSettings } from "../../src/log/create_log.ts";

/** A log and the lines it has written, at midnight of 2026-11-24. */
export function readableLog(settings: Partial<LogSettings> = {}) {
  const lines: string[] = [];
  const log = createLog({ format: "json", level: "info", ...settings }, {
    write: (line) => lines.push(line),
    wallMs: () => Date.UTC(2026, 10, 24),
  });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line)) };
}
