/**
 * What a load found, for people.
 *
 * @module
 */
import type { ReasonCount } from "./_call_record.ts";
import type { Figures } from "./_distribution.ts";
import type { GrowthVerdict } from "./_growth.ts";
import { isBorne } from "./_load_limit.ts";
import type { LoadResult } from "./_load_result.ts";
import type { MemoryFigures, ServerFigures } from "./_server_figures.ts";

const NAME_WIDTH = 13;

/** A load in lines. */
export function loadLines(result: LoadResult): string[] {
  const { predictions, latencyMs, eventLoopDelayMs, generator } = result;
  const { received, expected, speechShare } = predictions;
  return [
    line("sessions", sessionsText(result)),
    ...reasonLines("refused", result.refused),
    ...reasonLines("lost", result.lost),
    line(
      "predictions",
      `${received} of ${expected}, ${result.skipped} skipped, ${
        percent(speechShare)
      } heard as speech`,
    ),
    line("latency", `${figuresText(latencyMs)}   last sample to prediction`),
    line("event loop", `${figuresText(eventLoopDelayMs)}   GET /healthz`),
    ...result.server === null ? [] : serverLines(result.server),
    line(
      "generator",
      `${figuresText(generator.latenessMs)}   lateness of its chunks; ${
        coresText(generator.cores)
      }`,
    ),
  ];
}

/** Above {@linkcode trialLine}s. */
export const TRIAL_HEAD =
  "sessions  borne      held   skipped   p50 ms   p99 ms  loop p99    cores";

/** One trial of a search, as a row. */
export function trialLine(trial: LoadResult): string {
  const { sessions, held, skipped, latencyMs, eventLoopDelayMs } = trial;
  return [
    `${sessions}`.padStart(8),
    `  ${verdict(trial).padEnd(7)}`,
    `${held}`.padStart(8),
    `${skipped}`.padStart(10),
    fixed(latencyMs?.p50, 1).padStart(9),
    fixed(latencyMs?.p99, 1).padStart(9),
    fixed(eventLoopDelayMs?.p99, 1).padStart(10),
    fixed(trial.server?.cores, 2).padStart(9),
  ].join("");
}

function verdict(trial: LoadResult): string {
  if (!trial.isValid) return "unknown";
  return isBorne(trial) ? "yes" : "no";
}

function sessionsText({ sessions, calls, held, left }: LoadResult): string {
  if (calls === sessions && left === 0) return `${held} of ${sessions} held`;
  return `${sessions} at a time, ${calls} in all: ${held} held, ${left} left without a word`;
}

/** The most common reasons; the rest is in the JSON. */
const MAX_REASONS = 5;

function reasonLines(name: string, reasons: readonly ReasonCount[]): string[] {
  return reasons.slice(0, MAX_REASONS)
    .map(({ reason, calls }) => line(name, `${calls}: ${reason}`));
}

function serverLines(server: ServerFigures): string[] {
  const { rssBytes, heapBytes, tensors } = server.growthPerMinute;
  return [
    line(
      "server",
      `${coresText(server.cores)}: ${
        fixed(server.sessionMsPerSecond, 2)
      } ms for a second of a session`,
    ),
    line("resident", memoryText(server.rss)),
    line("heap", `${memoryText(server.heap)} (least seen)`),
    line(
      "growth",
      `${bytesText(rssBytes, KILO)} resident, ${
        bytesText(heapBytes, KILO)
      } heap (least of each 30 s), ${
        fixed(tensors, 2)
      } tensors a minute, second half`,
    ),
    line("memory", VERDICTS[server.verdict]),
  ];
}

const VERDICTS: Readonly<Record<GrowthVerdict, string>> = {
  flat: "flat: the heap does not grow",
  grows: "grows: the heap gains more than a quarter of a megabyte a minute",
  unknown: "? the second half must last 4 minutes to tell whether it grows",
};

function memoryText(memory: MemoryFigures): string {
  const { firstBytes, allBytes, sessionBytes } = memory;
  return `${bytesText(firstBytes, MEGA)} with the first session, ${
    bytesText(allBytes, MEGA)
  } with all: ${bytesText(sessionBytes, KILO)} a session`;
}

function line(name: string, text: string): string {
  return name.padEnd(NAME_WIDTH) + text;
}

/** A distribution in a line; what is not known is a question mark. */
export function figuresText(figures: Figures | null): string {
  return (["p50", "p95", "p99", "max"] as const)
    .map((name) => `${name} ${fixed(figures?.[name], 1)}`)
    .join("  ") + " ms";
}

function coresText(cores: number | null): string {
  return `${fixed(cores, 2)} cores`;
}

const KILO = { bytes: 1_000, name: "KB" };
const MEGA = { bytes: 1_000_000, name: "MB" };

function bytesText(bytes: number | null, unit: typeof KILO): string {
  return `${fixed(bytes === null ? null : bytes / unit.bytes, 0)} ${unit.name}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** A number, or what stands for one that is not known. */
function fixed(value: number | null | undefined, digits: number): string {
  return value?.toFixed(digits) ?? "?";
}
