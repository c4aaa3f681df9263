/**
 * Whose voice a channel is, and whether it may be analysed.
 *
 * By default the customer's alone. An agent's channel is left unread, and a
 * channel in which both speak is refused: emotions of people at work may be
 * inferred for few purposes only (EU AI Act, Article 5(1)(f)), so who turns
 * either on names the purpose.
 *
 * @module
 */
import { type Role, ROLES } from "../protocol/native/messages.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import {
  type DirectionRoles,
  hasDirection,
  type Platform,
  PLATFORM_NAMES,
  PLATFORMS,
} from "./platforms.ts";

/** What agents may be analysed for: Article 5(1)(f) excepts the first two; the last is for where it does not apply. */
export const AGENT_PURPOSES = ["safety", "medical", "non-eu"] as const;
/** What agents may be analysed for. */
export type AgentPurpose = typeof AGENT_PURPOSES[number];

/** What mixed channels may be analysed for; `no-employee`: who speaks beside the customer is a machine. */
export const MIXED_PURPOSES = [...AGENT_PURPOSES, "no-employee"] as const;
/** What mixed channels may be analysed for. */
export type MixedPurpose = typeof MIXED_PURPOSES[number];

/** What the configuration says of roles. */
export interface RoleSettings {
  /** Roles that differ from {@linkcode PLATFORMS}. */
  readonly roles: Readonly<Partial<Record<Platform, DirectionRoles>>>;
  /** Set if agents are analysed. */
  readonly agentPurpose?: AgentPurpose | undefined;
  /** Set if mixed channels are analysed. */
  readonly mixedPurpose?: MixedPurpose | undefined;
}

/** One channel of a call that may be analysed. */
export interface CallChannel {
  /** The platform's name of it. */
  readonly direction: string;
  readonly role: Role;
  /** Its place among the channels that the platform sends, from 0. */
  readonly place: number;
}

/** Whose voices this server analyses. */
export class RolePolicy {
  readonly #settings: RoleSettings;

  constructor(settings: RoleSettings) {
    this.#settings = settings;
  }

  /**
   * The channels of a call that may be analysed; the others must be left unread.
   *
   * @param directions All channels the platform sends, by its names, in order.
   * @param stated Roles of this one call, which whoever set it up has given:
   * "inbound=agent,outbound=customer".
   * @throws {ProtocolError} `role_refused` if a channel has no role, is mixed,
   * or none may be analysed.
   */
  admit(
    platform: Platform,
    directions: readonly string[],
    stated = "",
  ): readonly CallChannel[] {
    const given = this.#rolesOf(platform, stated);
    const admitted = directions
      .map((direction, place) => ({
        direction,
        place,
        role: roleOf(platform, direction, given),
      }))
      .filter(({ role }) => this.#isAnalysed(role));
    if (admitted.length > 0) return admitted;
    throw refusal(
      `one of its channels must be a customer's: current value is ${
        directions.map((name) => `${name}=${roleOf(platform, name, given)}`)
      }`,
    );
  }

  /** What is analysed beside customers, a line each, for the log. */
  describe(): string[] {
    const { agentPurpose, mixedPurpose } = this.#settings;
    return [
      ...(agentPurpose
        ? [`analyses agents, for the purpose "${agentPurpose}"`]
        : []),
      ...(mixedPurpose
        ? [`analyses mixed channels, for the purpose "${mixedPurpose}"`]
        : []),
    ];
  }

  #rolesOf(platform: Platform, stated: string): DirectionRoles {
    const { roles, faults } = parseDirectionRoles(platform, stated);
    if (faults.length > 0) throw refusal(faults.join("; "));
    return {
      ...PLATFORMS[platform],
      ...this.#settings.roles[platform],
      ...roles,
    };
  }

  #isAnalysed(role: Role): boolean {
    const { agentPurpose, mixedPurpose } = this.#settings;
    if (role === "mixed" && mixedPurpose === undefined) {
      throw refusal(
        "agent and customer must be on channels of their own, or ANALYSE_MIXED must name a purpose: its channel is mixed",
      );
    }
    return role !== "agent" || agentPurpose !== undefined;
  }
}

function roleOf(
  platform: Platform,
  direction: string,
  given: DirectionRoles,
): Role {
  const role = Object.hasOwn(given, direction) ? given[direction] : undefined;
  if (role !== undefined) return role;
  throw refusal(
    `WIRE_ROLES must name the role of ${platform}.${
      direction.slice(0, 40)
    }: it is not set`,
  );
}

function refusal(rule: string): ProtocolError {
  return new ProtocolError(
    "role_refused",
    `Cannot analyse the call as ${rule}`,
  );
}

/** What was read, and what of it is impossible. */
export interface ParsedRoles<T> {
  readonly roles: T;
  readonly faults: readonly string[];
}

/** Reads "inbound=agent,outbound=customer" for one platform. */
export function parseDirectionRoles(
  platform: Platform,
  text: string,
): ParsedRoles<DirectionRoles> {
  const roles: Record<string, Role> = {};
  const faults: string[] = [];
  for (const entry of entriesOf(text)) {
    const [direction = "", name] = entry.split("=", 2);
    const role = ROLES.find((role) => role === name);
    if (role && hasDirection(platform, direction)) roles[direction] = role;
    else faults.push(entryFault(platform, entry));
  }
  return { roles, faults };
}

/** Reads "twilio.inbound=agent,livekit.track=customer". */
export function parseWireRoles(
  text: string,
): ParsedRoles<RoleSettings["roles"]> {
  const roles: Partial<Record<Platform, DirectionRoles>> = {};
  const faults: string[] = [];
  for (const entry of entriesOf(text)) {
    const [name, rest = ""] = entry.split(".", 2);
    const platform = PLATFORM_NAMES.find((platform) => platform === name);
    if (platform === undefined) {
      faults.push(
        `a role must be that of a platform's channel, such as "twilio.inbound=customer": current value is ${
          JSON.stringify(entry.slice(0, 80))
        }`,
      );
      continue;
    }
    const parsed = parseDirectionRoles(platform, rest);
    roles[platform] = { ...roles[platform], ...parsed.roles };
    faults.push(...parsed.faults);
  }
  return { roles, faults };
}

function entriesOf(text: string): string[] {
  return text.split(",").map((entry) => entry.trim()).filter(Boolean);
}

function entryFault(platform: Platform, entry: string): string {
  return `a role of ${platform} must be ${
    Object.keys(PLATFORMS[platform]).join(" or ")
  } = ${ROLES.join(", ")}: current value is ${
    JSON.stringify(entry.slice(0, 80))
  }`;
}
