/**
 * How faults are told over HTTP: `{"error": {"code", "message"}}`.
 *
 * @module
 */
import type { Context } from "hono";
import type { ErrorCode } from "../protocol/protocol_error.ts";
import type { FaultBody } from "./api/bodies.ts";
import { noteFault } from "./http_counters.ts";

/** What can be wrong with a request; sessions' codes where they mean the same. */
export type HttpFaultCode =
  | ErrorCode
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "not_a_websocket"
  | "still_live"
  | "store_away";

const STATUS = {
  bad_audio: 400,
  bad_message: 400,
  unsupported_rate: 400,
  unsupported_channels: 400,
  empty_message: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  still_live: 409,
  too_slow: 408,
  message_too_large: 413,
  not_a_websocket: 426,
  too_many_requests: 429,
  too_many_sessions: 429,
  too_much_audio: 429,
  internal: 500,
  overloaded: 503,
  not_ready: 503,
  store_away: 503,
} as const satisfies Partial<Record<HttpFaultCode, number>>;

/** When to try again where nobody knows when a place will be free. */
const RETRY_MS = 5_000;

/**
 * Answers a request with a fault.
 *
 * @param retryMs When it may be tried again, if that is known.
 */
export function httpFault(
  c: Context,
  code: HttpFaultCode,
  message: string,
  retryMs?: number,
): Response {
  noteFault(c, code);
  const status = code in STATUS ? STATUS[code as keyof typeof STATUS] : 400;
  if (status === 429) {
    c.header("Retry-After", `${Math.ceil((retryMs ?? RETRY_MS) / 1_000)}`);
  }
  const body: FaultBody = { error: { code, message } };
  return c.json(body, status);
}
