/**
 * A tenant's key, as it is stored: never the key itself, its hash.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import type { Scope } from "./principal.ts";
import type { TenantLimits } from "./tenant_limits.ts";

/** What is stored of a key. */
export interface ApiKey {
  /** Names the key to people: in logs, and in what they revoke. */
  readonly id: string;
  /** Whose calls it may send and see. */
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the key, in hexadecimal. */
  readonly sha256: string;
  /** The tenant's limits, where they differ from the server's. */
  readonly limits: Partial<TenantLimits>;
  /** When it stops working, in milliseconds since 1970. */
  readonly expiresAtMs?: number | undefined;
}

/** Keys begin with it, so that they are known for what they are where they should not be. */
export const KEY_PREFIX = "ut_";

/** 256 bits: nothing that is guessed, so one round of SHA-256 hides it. */
const KEY_BYTES = 32;
/** 48 bits: keys of one server have different names. */
const ID_BYTES = 6;

/** Draws a new key. */
export function drawKey(): string {
  return KEY_PREFIX + randomBytes(KEY_BYTES).toString("base64url");
}

/** Draws the name of a new key. */
export function drawKeyId(): string {
  return `key_${randomBytes(ID_BYTES).toString("hex")}`;
}

/** What is stored of a key, as bytes. */
export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
