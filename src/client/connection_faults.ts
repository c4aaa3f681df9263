/**
 * Faults of a connection: which may pass, and which we find ourselves.
 *
 * @module
 */
import { CLOSE_CODES } from "../protocol/protocol_error.ts";
import { StreamError, type StreamErrorCode } from "./stream_error.ts";

/** A server that owes an answer and says nothing for so long is taken for gone: five times the most it may lag. */
export const SILENCE_MS = 10_000;

/** What may be over by the next attempt, beside what the server says to try again. */
const PASSING: ReadonlySet<string> = new Set<StreamErrorCode>([
  "unreachable",
  "connection_lost",
  "open_timeout",
]);

/** How a server says so. Source: the IANA registry of close codes, "Try Again Later". */
const TRY_AGAIN = 1013;

/** Whether it may be worth to dial again. */
export function mayPass(fault: unknown): boolean {
  if (!(fault instanceof StreamError)) return false;
  const closeCodes: Readonly<Record<string, number>> = CLOSE_CODES;
  return PASSING.has(fault.code) || closeCodes[fault.code] === TRY_AGAIN;
}

/** Nothing was heard that should have been. */
export function silent(): StreamError {
  return new StreamError(
    "connection_lost",
    `Cannot go on as the server must answer within ${
      SILENCE_MS / 1000
    } s: it said nothing`,
  );
}

/** It did not come back in its time. */
export function lostTooLong(giveUpMs: number, cause: unknown): StreamError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StreamError(
    "connection_lost",
    `Cannot go on as the connection must come back within ${
      giveUpMs / 1000
    } s: ${reason}`,
    { cause },
  );
}
