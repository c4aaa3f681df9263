/**
 * The part of the configuration that says who may enter.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { ApiKey } from "../server/access/api_key.ts";
import type { StoredKeys } from "./api_keys.ts";
import {
  DEFAULT_LIMITS,
  NO_LIMITS,
  type TenantLimits,
} from "../server/access/tenant_limits.ts";
import { listOf, mustBe } from "./words.ts";

/** Gives the value of a variable. */
type Env = (name: string) => string | undefined;

/** What the environment says of access. */
export interface AccessConfig {
  /** Who may enter. It holds no secret, only hashes. */
  readonly access: AccessSettings;
  /**
   * `SIGNING_SECRET`, at least 32 characters: signs tokens and what clients hold
   * for us. By default it follows from the stored keys, so that all instances
   * with the same keys agree; without keys it is a constant, known to anybody.
   */
  readonly signingSecret: string;
}

/** Who may enter. */
export interface AccessSettings {
  /** `API_KEYS`, and what the file `API_KEYS_FILE` holds. @default none */
  readonly keys: readonly ApiKey[];
  /** Whether everybody may enter: there are no keys, and none is needed. */
  readonly isOpen: boolean;
  /** Whether the address alone keeps strangers out, and nothing else says that they may enter. */
  readonly isForThisMachine: boolean;
  /** `ALLOWED_ORIGINS`, with commas: whose pages may call beside our own. @default none */
  readonly allowedOrigins: readonly string[];
  /** `TENANT_SESSIONS`, `TENANT_AUDIO_RATE` and `TENANT_REQUESTS`, of tenants without limits of their own. */
  readonly limits: TenantLimits;
}

/** What the rest of the configuration says that matters here. */
export interface Surroundings {
  /** The address to listen on. */
  readonly host: string;
  /** Whether platforms are served that prove themselves. */
  readonly hasProvenWires: boolean;
  readonly stored: StoredKeys;
}

/** What was read, and all that is wrong with it; a fault never holds a secret. */
export interface ReadAccessConfig {
  readonly config: AccessConfig;
  readonly faults: readonly string[];
}

/** 256 bits in hexadecimal have 64 characters, in base64 43; half of it is the least. */
const MIN_SECRET_CHARACTERS = 32;

/** Reads it; a variable that is empty counts as not set. */
export function readAccessConfig(
  env: Env,
  { host, hasProvenWires, stored: { keys, isMeant: hasKeys } }: Surroundings,
): ReadAccessConfig {
  const faults: string[] = [];
  const isAnonymous = readSwitch(env, "ALLOW_ANONYMOUS", faults);
  const isDeploy = Boolean(env("DENO_DEPLOY"));
  const isLoopback = !isDeploy && isLoopbackHost(host);
  const isOpen = !hasKeys && (isLoopback || isAnonymous);
  if (hasKeys && isAnonymous) faults.push(BOTH);
  if (!hasKeys && !isOpen && !hasProvenWires) {
    faults.push(
      NEITHER +
        (isDeploy ? "this is Deno Deploy" : `HOST is ${JSON.stringify(host)}`),
    );
  }
  return {
    faults,
    config: {
      access: {
        keys,
        isOpen,
        isForThisMachine: isOpen && !isAnonymous,
        allowedOrigins: readOrigins(env("ALLOWED_ORIGINS") ?? "", faults),
        limits: readLimits(env, hasKeys ? DEFAULT_LIMITS : NO_LIMITS, faults),
      },
      signingSecret: readSecret(env("SIGNING_SECRET") || undefined, faults) ??
        secretOf(keys),
    },
  };
}

const BOTH =
  "ALLOW_ANONYMOUS must not be 1 where there are API keys: who has none would enter";
const NEITHER =
  "API_KEYS or API_KEYS_FILE must be set where others can connect (or ALLOW_ANONYMOUS=1, to let everybody in): there is no key, and ";

/** Whether only programs of this machine can reach an address. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|\[::1\])$/i.test(host);
}

function readSwitch(env: Env, name: string, faults: string[]): boolean {
  const value = env(name) || "0";
  if (value !== "0" && value !== "1") {
    faults.push(mustBe(name, "0 or 1", value));
  }
  return value === "1";
}

function readLimits(
  env: Env,
  byDefault: TenantLimits,
  faults: string[],
): TenantLimits {
  const count = (name: string, byDefault: number) => {
    const value = env(name) || undefined;
    if (value === undefined) return byDefault;
    if (!/^[1-9]\d{0,5}$/.test(value)) {
      faults.push(mustBe(name, "a whole number from 1 to 999999", value));
    }
    return Number(value);
  };
  return {
    sessions: count("TENANT_SESSIONS", byDefault.sessions),
    audioRate: count("TENANT_AUDIO_RATE", byDefault.audioRate),
    requestsPerMinute: count("TENANT_REQUESTS", byDefault.requestsPerMinute),
  };
}

/** Origins as browsers spell them, so that they can be compared as texts. */
function readOrigins(text: string, faults: string[]): string[] {
  const origins = listOf(text);
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    faults.push(
      mustBe("ALLOWED_ORIGINS", "such as https://app.example.com", origin),
    );
  }
  return origins;
}

function readSecret(
  text: string | undefined,
  faults: string[],
): string | undefined {
  if (text !== undefined && text.length < MIN_SECRET_CHARACTERS) {
    faults.push(
      `SIGNING_SECRET must be at least ${MIN_SECRET_CHARACTERS} characters: current value has ${text.length}`,
    );
  }
  return text;
}

function secretOf(keys: readonly ApiKey[]): string {
  const hash = createHash("sha256").update("undertone signing secret\n");
  for (const sha256 of keys.map((key) => key.sha256).sort()) {
    hash.update(`${sha256}\n`);
  }
  return hash.digest("hex");
}
