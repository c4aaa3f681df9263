/**
 * Who may open a socket: what every platform's door asks.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { WireRequest, WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** Why a request may not pass, without what it presented; nothing if it may. */
export type Admission = WireRoute["refusal"];

/**
 * What one platform's door asks: its own proof if the platform has one that is
 * set up, else the credential of this server. A credential in the path must be
 * right in either case.
 *
 * @param proof The platform's own, a signature for instance.
 */
export function createAdmission(
  { isOpen, credential }: WireSettings,
  proof?: Admission,
): Admission {
  if (isOpen) return () => undefined;
  return (request) => {
    const reason = proof?.(request);
    if (reason !== undefined) return reason;
    if (proof && request.credential === undefined) return undefined;
    if (credential === undefined) return "this server has no credential";
    return credentialRefusal(request, credential);
  };
}

/** Whether two texts are one; takes as long wherever they differ, and however long they are. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** A credential may come as the last part of the path, as `Bearer`, or as the password of `Basic`. */
function credentialRefusal(
  { credential, headers }: WireRequest,
  expected: string,
): string | undefined {
  const given = credential ?? authorised(headers.get("authorization") ?? "");
  if (given === undefined) return "the request carries no credential";
  if (isSameSecret(given, expected)) return undefined;
  return "the request carries a wrong credential";
}

function authorised(header: string): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(header) ?? [];
  if (value === undefined) return undefined;
  return scheme!.toLowerCase() === "bearer" ? value : passwordOf(value);
}

/** The password of "user:password", all of it in base64 (RFC 7617). */
function passwordOf(base64: string): string | undefined {
  const pair = Buffer.from(base64, "base64").toString();
  const colon = pair.indexOf(":");
  return colon < 0 ? undefined : pair.slice(colon + 1);
}
