/**
 * Who may open a socket: what every platform's door asks.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import type { KeyRing } from "./access/key_ring.ts";
import { SOLE_TENANT } from "./access/principal.ts";
import type { WireRequest } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** Whose call a request begins; or why it may not, without what it presented. */
export type Entry =
  | { readonly tenant: string; readonly refusal?: undefined }
  | { readonly tenant?: undefined; readonly refusal: string };

/** Decides on a request. */
export type Admission = (request: WireRequest) => Entry;

/** Why a platform's own proof does not hold, without what was presented; nothing if it does. */
export type Proof = (request: WireRequest) => string | undefined;

/**
 * What one platform's door asks: its own proof if the platform has one that is
 * set up, else an API key or the credential of this server. What is in the path
 * must be right in either case.
 *
 * @param proof The platform's own, a signature for instance.
 */
export function createAdmission(
  settings: WireSettings,
  proof?: Proof,
): Admission {
  const { isOpen, tenant = SOLE_TENANT } = settings;
  return (request) => {
    const presented = request.credential ??
      authorised(request.headers.get("authorization") ?? "");
    if (isOpen) return holder(settings, presented) ?? { tenant };
    const refusal = proof?.(request);
    if (refusal !== undefined) return { refusal };
    if (proof && request.credential === undefined) return { tenant };
    return credentialEntry(settings, presented);
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
function credentialEntry(
  settings: WireSettings,
  given: string | undefined,
): Entry {
  const { credential, keys, tenant = SOLE_TENANT } = settings;
  if (credential === undefined && (keys?.isEmpty ?? true)) {
    return { refusal: "this server has no credential" };
  }
  if (given === undefined) {
    return { refusal: "the request carries no credential" };
  }
  if (credential !== undefined && isSameSecret(given, credential)) {
    return { tenant };
  }
  return holder(settings, given) ??
    { refusal: "the request carries a wrong credential" };
}

/** The entry of whoever has a key that may stream; nothing if it is no key. */
function holder(
  { keys }: { readonly keys?: KeyRing | undefined },
  given: string | undefined,
): Entry | undefined {
  const key = given === undefined ? undefined : keys?.find(given);
  if (key === undefined) return undefined;
  if (key.scopes.includes("stream")) return { tenant: key.tenant };
  return { refusal: `the key ${key.id} lacks the scope "stream"` };
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
