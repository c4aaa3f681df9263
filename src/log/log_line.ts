/**
 * An entry of the log as one line: bounded, and safe to print.
 *
 * What a client sent can stand in it (the id that a platform gave a call, the
 * value a message had), so no line may be broken, moved or grown by it.
 *
 * @module
 */
import type { LogFields, LogLevel } from "./log.ts";

/** How lines are written: for programs, or for people at a terminal. */
export const LOG_FORMATS = ["json", "text"] as const;
/** How lines are written. */
export type LogFormat = typeof LOG_FORMATS[number];

/** One entry. */
export interface LogEntry {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

/** The longest text of one field: a sentence, or the top of a stack. */
const MAX_TEXT_LENGTH = 1_000;

/** The longest line: a call's end with both its summaries takes 3,000 characters; collectors cut lines from 16 KiB on. */
const MAX_LINE_LENGTH = 16_384;

/** A second guard: nobody should hand these over, and if somebody does, they are not written. */
const SECRET_NAME =
  /secret|token|passw|authori[sz]ation|credential|api_?key|cookie/i;

/**
 * What JSON leaves as it is and a terminal or a viewer would obey: DEL and the C1
 * controls, line and paragraph separators, and what turns the direction of text.
 */
const UNSAFE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Writes an entry as one line, without its end. */
export function logLine(entry: LogEntry, format: LogFormat): string {
  const fields = boundedFields(entry);
  const line = format === "json"
    ? jsonLine(entry, fields)
    : textLine(entry, fields);
  return line.replace(UNSAFE, escaped);
}

function jsonLine(
  { atMs, level, event }: LogEntry,
  { message, ...fields }: LogFields,
): string {
  const head = { time: new Date(atMs).toISOString(), level, event };
  return JSON.stringify({ ...head, message, ...fields, ...head });
}

/** `undertone: is ready`, with the fields behind it. */
function textLine(
  { level, event }: LogEntry,
  { message, ...fields }: LogFields,
): string {
  const words = message === undefined
    ? event
    : JSON.stringify(message).slice(1, -1).replaceAll('\\"', '"');
  const mark = level === "info" ? "" : `${level}: `;
  const rest = Object.entries(fields)
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `undertone: ${mark}${words}${rest.join("")}`;
}

/** The fields as plain values; if they cannot be written, or not all of them, that is said in their place. */
function boundedFields({ fields, event }: LogEntry): LogFields {
  try {
    const json = JSON.stringify(fields, bounded);
    if (json.length <= MAX_LINE_LENGTH) return JSON.parse(json);
    const { message, sessionId, callId, tenant } = fields;
    const ids = JSON.stringify({ message, sessionId, callId, tenant }, bounded);
    return { ...JSON.parse(ids), leftOutCharacters: json.length };
  } catch {
    return { message: `${event}, of which the rest cannot be written` };
  }
}

function bounded(name: string, value: unknown): unknown {
  if (SECRET_NAME.test(name)) return "[not logged]";
  if (typeof value === "string") return shortened(value);
  if (typeof value === "bigint") return `${value}`;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return { name, message, stack, cause };
  }
  return value;
}

function shortened(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  return `${text.slice(0, MAX_TEXT_LENGTH)} [${
    text.length - MAX_TEXT_LENGTH
  } more]`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
