/**
 * The part of the configuration that says how the log is written.
 *
 * @module
 */
import { LOG_LEVELS } from "../log/log.ts";
import { LOG_FORMATS } from "../log/log_line.ts";
import type { LogSettings } from "../log/create_log.ts";
import { mustBe } from "./words.ts";

/**
 * Reads `LOG_FORMAT` and `LOG_LEVEL`; what is impossible is as if it were not set,
 * as the fault itself must be logged.
 *
 * @param isTerminal Whether a person reads along: the format is text then, else JSON.
 */
export function readLogConfig(
  env: (name: string) => string | undefined,
  faults: string[],
  isTerminal: boolean,
): LogSettings {
  const chosen = <T extends string>(
    name: string,
    values: readonly T[],
    otherwise: T,
  ): T => {
    const value = env(name) || otherwise;
    const known = values.find((known) => known === value);
    if (known !== undefined) return known;
    faults.push(mustBe(name, `one of ${values.join(", ")}`, value));
    return otherwise;
  };
  return {
    format: chosen("LOG_FORMAT", LOG_FORMATS, isTerminal ? "text" : "json"),
    level: chosen("LOG_LEVEL", LOG_LEVELS, "info"),
  };
}
