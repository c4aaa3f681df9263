import type { ErrorCode, ProtocolError } from "../protocol_error.ts";

/**
 * AudioHook's number for each fault. Its own messages carry one only from client
 * to server; `disconnect` has but a text, which begins with it.
 *
 * Source: AudioHook protocol reference, "error": 400 bad request, 405 unknown
 * type, 408 timeout, 409 wrong place, 413 too large, 415 unexpected media, 429 too
 * many, 500 fault of ours, 503 unavailable.
 */
const NUMBERS = Object.freeze<Partial<Record<ErrorCode, number>>>({
  unknown_type: 405,
  too_slow: 408,
  not_open: 409,
  already_open: 409,
  message_too_large: 413,
  unsupported_encoding: 415,
  too_far_ahead: 429,
  internal: 500,
  not_ready: 503,
  overloaded: 503,
});

/** What `disconnect` says of a fault. */
export function faultInfo({ code, message }: ProtocolError): string {
  return `${NUMBERS[code] ?? 400} ${message}`;
}
