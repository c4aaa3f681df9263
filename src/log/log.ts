/**
 * What a part of the server says of itself, for people and programs that watch it.
 *
 * @module
 */

/** How much an entry matters, least first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
/** How much an entry matters. */
export type LogLevel = typeof LOG_LEVELS[number];

/**
 * What there is to say beside the event. Ids are named as everywhere:
 * `sessionId`, `callId`, `tenant`. Never a secret, never audio.
 */
export interface LogFields {
  /** A sentence for people, without its subject: "is ready". */
  readonly message?: string;
  readonly [name: string]: unknown;
}

/**
 * Takes entries. None of these throws, and none waits.
 *
 * `event` is a name for programs, in snake_case and written in the code: never
 * what a client has sent.
 */
export type Log = Readonly<
  Record<LogLevel, (event: string, fields?: LogFields) => void>
>;

/** A log that nobody reads. */
export const SILENT_LOG: Log = Object.freeze({
  debug() {},
  info() {},
  warn() {},
  error() {},
});
