/**
 * The part of the configuration that is about phone platforms.
 *
 * @module
 */
import { readAudiohookKey } from "./audiohook.ts";
import { TENANT, TENANT_RULE } from "../server/access/parse_api_keys.ts";
import type { WireSettings } from "../server/wire_settings.ts";
import { SERVABLE } from "../server/wire_routes.ts";
import type { Platform } from "../session/platforms.ts";
import {
  AGENT_PURPOSES,
  MIXED_PURPOSES,
  parseWireRoles,
  type RoleSettings,
} from "../session/roles.ts";
import { listOf, mustBe } from "./words.ts";

/** Gives the value of a variable. */
type Env = (name: string) => string | undefined;

/** What the environment says of phone platforms. */
export interface WireConfig {
  /**
   * `WIRES`, the platforms served, with commas; `WIRE_AUTH=none` to take calls
   * from anybody; `PUBLIC_ORIGIN`, `WIRE_CREDENTIAL`, `TWILIO_AUTH_TOKEN` and
   * `PLIVO_AUTH_TOKEN`;
   * `WIRE_TENANT`, whose calls these are if no API key says so;
   * `AUDIOHOOK_EVENTS`, 1 to send Genesys what is found, and its key.
   *
   * @default no platform
   */
  readonly wires: WireSettings;
  /** `WIRE_ROLES`, `ANALYSE_AGENT` and `ANALYSE_MIXED`. @default customers alone */
  readonly roles: RoleSettings;
  /** `PREDICTION_LOG`, 1 to log the predictions of platforms' calls. @default {false} */
  readonly hasPredictionLog: boolean;
}

/** What was read, and all that is wrong with it; a fault never holds a secret. */
export interface ReadWireConfig {
  readonly config: WireConfig;
  readonly faults: readonly string[];
}

/**
 * Reads it; a variable that is empty counts as not set.
 *
 * @param hasKeys Whether there are API keys that platforms may present.
 */
export function readWireConfig(env: Env, hasKeys = false): ReadWireConfig {
  const faults: string[] = [];
  const isOneOf = <T extends string>(name: string, values: readonly T[]) => {
    const value = env(name) || undefined;
    const known = values.find((known) => known === value);
    if (value !== undefined && known === undefined) {
      faults.push(mustBe(name, `one of ${values.join(", ")}`, value));
    }
    return known;
  };
  const { roles, faults: roleFaults } = parseWireRoles(env("WIRE_ROLES") ?? "");
  faults.push(...roleFaults.map((fault) => `WIRE_ROLES: ${fault}`));
  const config: WireConfig = {
    wires: {
      served: readServed(env("WIRES") ?? "", faults),
      isOpen: isOneOf("WIRE_AUTH", ["none"]) !== undefined,
      publicOrigin: readOrigin(env("PUBLIC_ORIGIN") || undefined, faults),
      tenant: readTenant(env("WIRE_TENANT") || undefined, faults),
      credential: readCredential(env("WIRE_CREDENTIAL") || undefined, faults),
      twilioAuthToken: env("TWILIO_AUTH_TOKEN") || undefined,
      plivoAuthToken: env("PLIVO_AUTH_TOKEN") || undefined,
      audiohookKey: readAudiohookKey(env, faults),
      hasAudiohookEvents: isOneOf("AUDIOHOOK_EVENTS", ["0", "1"]) === "1",
    },
    roles: {
      roles,
      agentPurpose: isOneOf("ANALYSE_AGENT", AGENT_PURPOSES),
      mixedPurpose: isOneOf("ANALYSE_MIXED", MIXED_PURPOSES),
    },
    hasPredictionLog: isOneOf("PREDICTION_LOG", ["0", "1"]) === "1",
  };
  faults.push(...missing(config.wires, hasKeys));
  return { config, faults };
}

function readServed(text: string, faults: string[]): Platform[] {
  return [...new Set(listOf(text))].flatMap((name) => {
    const platform = SERVABLE.find((platform) => platform === name);
    if (platform) return [platform];
    faults.push(mustBe("WIRES", `of ${SERVABLE.join(", ")}`, name));
    return [];
  });
}

/** An origin and nothing after it: what signatures are over must be told apart from paths. */
function readOrigin(
  text: string | undefined,
  faults: string[],
): string | undefined {
  if (text === undefined || /^wss:\/\/[\w.-]+(:\d{1,5})?$/.test(text)) {
    return text;
  }
  faults.push(
    mustBe("PUBLIC_ORIGIN", "such as wss://voice.example.com", text),
  );
  return undefined;
}

/** Stands in paths as it is, and is too long to be guessed. */
function readCredential(
  text: string | undefined,
  faults: string[],
): string | undefined {
  if (text !== undefined && !/^[\w-]{16,200}$/.test(text)) {
    faults.push(
      `WIRE_CREDENTIAL must be 16 to 200 letters, digits, - and _: current value has ${text.length} characters`,
    );
  }
  return text;
}

function readTenant(
  text: string | undefined,
  faults: string[],
): string | undefined {
  if (text === undefined || TENANT.test(text)) return text;
  faults.push(`WIRE_TENANT ${TENANT_RULE}`);
  return undefined;
}

/** The proofs that platforms have of their own: with one set, they need no credential. */
const OWN_PROOFS: Readonly<Partial<Record<Platform, OwnProof>>> = {
  twilio: {
    setting: "twilioAuthToken",
    variable: "TWILIO_AUTH_TOKEN",
    isOverOrigin: true,
  },
  plivo: {
    setting: "plivoAuthToken",
    variable: "PLIVO_AUTH_TOKEN",
    isOverOrigin: true,
  },
  audiohook: { setting: "audiohookKey", variable: "AUDIOHOOK_API_KEY" },
};

interface OwnProof {
  readonly setting: keyof WireSettings;
  readonly variable: string;
  /** Whether it is a signature over the public origin, which must then be known. */
  readonly isOverOrigin?: boolean;
}

/** What must be set as well. */
function missing(wires: WireSettings, hasKeys: boolean): string[] {
  const needNone = wires.isOpen || hasKeys || wires.credential;
  const faults = needNone ? [] : wires.served
    .filter((platform) => !wires[OWN_PROOFS[platform]?.setting ?? "credential"])
    .map(proofFault);
  for (const proof of Object.values(OWN_PROOFS)) {
    if (proof.isOverOrigin && wires[proof.setting] && !wires.publicOrigin) {
      faults.push(
        `PUBLIC_ORIGIN must be set for ${proof.variable}, as signatures are over it: it is not`,
      );
    }
  }
  return faults;
}

function proofFault(platform: Platform): string {
  const own = OWN_PROOFS[platform];
  return `API_KEYS or WIRE_CREDENTIAL${
    own ? ` or ${own.variable}` : ""
  } must be set for ${platform} (or WIRE_AUTH=none, to take calls from anybody): it is not`;
}
