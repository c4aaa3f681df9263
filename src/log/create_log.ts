import { type Log, LOG_LEVELS, type LogFields, type LogLevel } from "./log.ts";
import { type LogFormat, logLine } from "./log_line.ts";

/** How a log is to be written. */
export interface LogSettings {
  readonly format: LogFormat;
  /** Entries that matter less are not written. */
  readonly level: LogLevel;
}

/** Where its lines go. */
export interface LogDeps {
  /** Writes one line; what it throws is nobody's fault but the reader's. */
  readonly write: (line: string, level: LogLevel) => void;
  /** In milliseconds since 1970. */
  readonly wallMs: () => number;
}

/** Creates a log. That nobody can read it must not end calls: what `write` throws is dropped. */
export function createLog(
  { format, level }: LogSettings,
  { write, wallMs }: LogDeps,
): Log {
  const least = LOG_LEVELS.indexOf(level);
  const entry =
    (level: LogLevel) => (event: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < least) return;
      const line = logLine({ atMs: wallMs(), level, event, fields }, format);
      try {
        write(line, level);
      } catch { /* who would be told? */ }
    };
  return {
    debug: entry("debug"),
    info: entry("info"),
    warn: entry("warn"),
    error: entry("error"),
  };
}
