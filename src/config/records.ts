/**
 * The part of the configuration that says whether, where and how long calls are
 * recorded.
 *
 * @module
 */
import { mustBe } from "./words.ts";

/** What the environment says of records. */
export interface RecordsConfig {
  readonly records: RecordSettings;
}

/** Whether, where and how long calls are recorded. */
export interface RecordSettings {
  /** `RECORDS`, on or off. @default {"on"} */
  readonly isOn: boolean;
  /**
   * `RECORDS_PATH`, a file of which the folder is created; where no path is given
   * on Deno Deploy, its managed service. @default {"data/calls.kv"}
   */
  readonly file: URL | undefined;
  /** `RECORDS_DAYS`, 1 to 3650: how long a call is kept from its start on. @default {30} */
  readonly days: number;
}

const DEFAULT_PATH = "data/calls.kv";

/** Reads it; a variable that is empty counts as not set. */
export function readRecordsConfig(
  env: (name: string) => string | undefined,
  workingFolder: URL,
): { config: RecordsConfig; faults: readonly string[] } {
  const state = env("RECORDS") || "on";
  const days = env("RECORDS_DAYS") || "30";
  const path = env("RECORDS_PATH") ||
    (env("DENO_DEPLOY") ? undefined : DEFAULT_PATH);
  const faults: string[] = [];
  if (state !== "on" && state !== "off") {
    faults.push(mustBe("RECORDS", "on or off", state));
  }
  if (!/^[1-9]\d{0,3}$/.test(days) || Number(days) > 3_650) {
    const rule = "a whole number from 1 to 3650";
    faults.push(mustBe("RECORDS_DAYS", rule, days));
  }
  if (path?.endsWith("/")) {
    faults.push(mustBe("RECORDS_PATH", "a file", path));
  }
  return {
    faults,
    config: {
      records: {
        isOn: state === "on",
        file: path === undefined ? undefined : fileOf(path, workingFolder),
        days: Number(days),
      },
    },
  };
}

function fileOf(path: string, workingFolder: URL): URL {
  const escaped = encodeURI(path).replace(/[?#]/g, encodeURIComponent);
  return new URL(escaped, workingFolder);
}
