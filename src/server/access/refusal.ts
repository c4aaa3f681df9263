/**
 * Why a request may not pass, and how it is told so.
 *
 * @module
 */
import type { Context } from "hono";
import { httpFault, type HttpFaultCode } from "../http_fault.ts";

/** What a gate refuses for: who asks is not known, or may not. */
export type AccessRefusalCode = Extract<
  HttpFaultCode,
  "unauthorized" | "forbidden"
>;

/** Why a request may not pass. */
export class AccessRefusal extends Error {
  override readonly name = "AccessRefusal";
  readonly code: AccessRefusalCode;

  /** @param rule What must be, without what was presented. */
  constructor(code: AccessRefusalCode, rule: string) {
    super(`Cannot let the request in as ${rule}`);
    this.code = code;
  }
}

/** Source: RFC 6750, section 3. */
const CHALLENGES: Readonly<Record<AccessRefusalCode, string>> = {
  unauthorized: 'Bearer realm="undertone"',
  forbidden: 'Bearer realm="undertone", error="insufficient_scope"',
};

/** Answers a request that may not pass. */
export function refuse(
  c: Context,
  { code, message }: AccessRefusal,
): Response {
  c.header("WWW-Authenticate", CHALLENGES[code]);
  c.header("Cache-Control", "no-store");
  return httpFault(c, code, message);
}
