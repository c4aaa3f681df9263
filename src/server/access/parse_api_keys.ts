/**
 * Reads the stored keys: a JSON array of entries, or an entry a line.
 *
 *     {"id":"key_1","tenant":"acme","scopes":["stream"],"sha256":"…"}
 *
 * @module
 */
// Holds entries to their rules, as the protocols' messages are held to theirs.
import * as v from "valibot";
import type { ApiKey } from "./api_key.ts";
import { SCOPES } from "./principal.ts";
import type { TenantLimits } from "./tenant_limits.ts";

/** What a tenant may be called: it stands in tokens, logs and the keys of stores. */
export const TENANT = /^[a-z\d][\w.-]{0,63}$/i;
/** {@linkcode TENANT} in words. */
export const TENANT_RULE =
  "must be up to 64 letters, digits, ., - and _, a letter or digit first";

/** They lie in memory, and in one variable. */
export const MAX_KEYS = 1_000;

const COUNT_RULE = "must be a whole number from 1 to 1000000";
const COUNT = v.pipe(
  v.number(COUNT_RULE),
  v.integer(COUNT_RULE),
  v.minValue(1, COUNT_RULE),
  v.maxValue(1_000_000, COUNT_RULE),
);
const SCOPES_RULE = `must be a list of ${SCOPES.join(", ")}`;
const EXPIRES_RULE = 'must be a time such as "2027-01-31T00:00:00Z"';

/** Strict: a misspelt "expires" must not make a key that never does. */
const ENTRY = v.strictObject({
  id: text(/^[\w.-]{1,64}$/, "must be up to 64 letters, digits, ., - and _"),
  tenant: text(TENANT, TENANT_RULE),
  scopes: v.pipe(
    v.array(v.picklist(SCOPES, SCOPES_RULE), SCOPES_RULE),
    v.minLength(1, SCOPES_RULE),
  ),
  sha256: text(/^[\da-f]{64}$/, "must be 64 hexadecimal digits, small ones"),
  limits: v.optional(
    v.strictObject({
      sessions: v.exactOptional(COUNT),
      audioRate: v.exactOptional(COUNT),
      requestsPerMinute: v.exactOptional(COUNT),
    }, "must be of sessions, audioRate and requestsPerMinute"),
    {},
  ),
  expires: v.optional(
    v.pipe(v.string(EXPIRES_RULE), v.isoTimestamp(EXPIRES_RULE)),
  ),
}, "must be id, tenant, scopes and sha256, and may be limits and expires");

/** What was read, and all that is wrong with it. */
export interface ParsedApiKeys {
  readonly keys: readonly ApiKey[];
  /** Rules that are broken, without the values: one may be a key put where its hash belongs. */
  readonly faults: readonly string[];
}

/**
 * Reads the stored keys.
 *
 * @param text What is stored.
 */
export function parseApiKeys(text: string): ParsedApiKeys {
  const faults: string[] = [];
  const keys = entriesOf(text, faults).flatMap((entry, i) => {
    const result = v.safeParse(ENTRY, entry, { abortEarly: true });
    if (result.success) return [keyOf(result.output)];
    const [issue] = result.issues;
    faults.push(
      `entry ${i + 1}: ${v.getDotPath(issue) ?? "it"} ${issue.message}`,
    );
    return [];
  });
  return { keys, faults };
}

/** What is wrong with keys that are right each for itself. */
export function faultsOfAll(keys: readonly ApiKey[]): string[] {
  const faults: string[] = [];
  if (keys.length > MAX_KEYS) {
    faults.push(`there may be ${MAX_KEYS} keys: there are ${keys.length}`);
  }
  for (const name of ["id", "sha256"] as const) {
    const different = new Set(keys.map((key) => key[name])).size;
    if (different < keys.length) faults.push(`two keys have the same ${name}`);
  }
  const limits = new Map<string, string>();
  for (const key of keys) {
    const own = spelt(key.limits);
    if (own === undefined) continue;
    if ((limits.get(key.tenant) ?? own) !== own) {
      faults.push(`two keys of ${key.tenant} state different limits`);
    }
    limits.set(key.tenant, own);
  }
  return faults;
}

function spelt(limits: Partial<TenantLimits>): string | undefined {
  const entries = Object.entries(limits).sort();
  return entries.length === 0 ? undefined : entries.join();
}

function entriesOf(text: string, faults: string[]): unknown[] {
  const trimmed = text.trim();
  const isArray = trimmed.startsWith("[");
  const parts = isArray ? [trimmed] : trimmed.split("\n").filter(isWritten);
  return parts.flatMap((part, i) => {
    try {
      const value: unknown = JSON.parse(part);
      return isArray && Array.isArray(value) ? value : [value];
    } catch {
      faults.push(isArray ? "it is no JSON" : `line ${i + 1} is no JSON`);
      return [];
    }
  });
}

function isWritten(line: string): boolean {
  return line.trim() !== "";
}

function keyOf({ expires, ...key }: v.InferOutput<typeof ENTRY>): ApiKey {
  return expires === undefined
    ? key
    : { ...key, expiresAtMs: Date.parse(expires) };
}

function text(pattern: RegExp, rule: string) {
  return v.pipe(v.string(rule), v.regex(pattern, rule));
}
