/**
 * What a request presents of itself: a key, a token or nothing.
 *
 *     Authorization: Bearer <key or token>
 *     Sec-WebSocket-Protocol: undertone.v1, undertone.key.<key or token>
 *     GET …?token=<token>     for EventSource, which can set no header
 *
 * @module
 */
import type { Context } from "hono";
import { KEY_PREFIX } from "./api_key.ts";

/** The native protocol as a subprotocol: what a server agrees to. */
export const NATIVE_SUBPROTOCOL = "undertone.v1";

/** Before a key or a token as a subprotocol; it is never agreed to, so never sent back. */
const CREDENTIAL_SUBPROTOCOL = "undertone.key.";

/** What a request presents. */
export type Presented =
  | { readonly kind: "nothing" }
  | { readonly kind: "key" | "token"; readonly value: string }
  | { readonly kind: "fault"; readonly rule: string };

/** Reads what a request presents; more than one thing, or one in a wrong place, is a fault. */
export function presentedBy(c: Context): Presented {
  const query = c.req.queries("token") ?? [];
  const all = [
    ...authorised(c.req.header("authorization") ?? ""),
    ...offered(c.req.header("sec-websocket-protocol") ?? ""),
    ...query,
  ];
  const [value, ...more] = all;
  if (value === undefined) return { kind: "nothing" };
  if (more.length > 0) {
    return { kind: "fault", rule: "one key or token must be presented" };
  }
  const kind = isKey(value) ? "key" : "token";
  if (query.length > 0 && (kind === "key" || c.req.method !== "GET")) {
    return {
      kind: "fault",
      rule: "a query may hold a token, of a GET, and never a key",
    };
  }
  return { kind, value };
}

/** Whether a text says that it is a key. */
function isKey(text: string): boolean {
  return text.startsWith(KEY_PREFIX);
}

function authorised(header: string): string[] {
  const [, value] = /^Bearer +(\S+)$/i.exec(header.trim()) ?? [];
  return value === undefined ? [] : [value];
}

function offered(header: string): string[] {
  return header.split(",").map((name) => name.trim())
    .filter((name) => name.startsWith(CREDENTIAL_SUBPROTOCOL))
    .map((name) => name.slice(CREDENTIAL_SUBPROTOCOL.length));
}
