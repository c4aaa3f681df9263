/**
 * How faults are told over HTTP: `{"error": {"code", "message"}}`.
 *
 * @module
 */
import type { Context } from "hono";
import type { ErrorCode } from "../protocol/protocol_error.ts";
import { noteFault } from "./http_counters.ts";

/** What can be wrong with a request; sessions' codes where they mean the same. */
export type HttpFaultCode =
  | ErrorCode
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
  forbidden: 403,
  not_found: 404,
  still_live: 409,
  message_too_large: 413,
  not_a_websocket: 426,
  internal: 500,
  overloaded: 503,
  not_ready: 503,
  store_away: 503,
} as const satisfies Partial<Record<HttpFaultCode, number>>;

/** Answers a request with a fault. */
export function httpFault(
  c: Context,
  code: HttpFaultCode,
  message: string,
): Response {
  noteFault(c, code);
  const status = code in STATUS ? STATUS[code as keyof typeof STATUS] : 400;
  return c.json({ error: { code, message } }, status);
}
