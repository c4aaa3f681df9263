/**
 * The phone platforms, the channels they name, and whose voice each is taken for.
 *
 * @module
 */
import type { Role } from "../protocol/native/messages.ts";

/**
 * The channels ("directions") of each platform, by the platform's own names, with
 * the role that each has unless the configuration or the call says otherwise.
 *
 * The defaults are those of a call that a customer makes; in a call that the
 * centre makes they swap. `undefined`: the platform does not tell, so the
 * configuration must.
 */
export const PLATFORMS = Object.freeze(
  {
    twilio: { inbound: "customer", outbound: "agent" },
    signalwire: { inbound: "customer", outbound: "agent" },
    telnyx: { inbound: "customer", outbound: "agent" },
    plivo: { inbound: "customer", outbound: "agent" },
    exotel: { inbound: "customer", outbound: "agent" },
    audiohook: { external: "customer", internal: "agent" },
    vonage: { mixed: "mixed" },
    asterisk: { media: undefined },
    freeswitch: {
      mono: "customer",
      mixed: "mixed",
      left: "customer",
      right: "agent",
    },
    jambonz: {
      mono: "customer",
      mixed: "mixed",
      left: "customer",
      right: "agent",
    },
    livekit: { track: undefined },
  } as const satisfies Record<string, DirectionRoles>,
);

/** The role of each direction of one platform. */
export type DirectionRoles = Readonly<Record<string, Role | undefined>>;

/** A platform that dials this server, as it is named in paths and settings. */
export type Platform = keyof typeof PLATFORMS;

/** Every {@linkcode Platform}. */
export const PLATFORM_NAMES = Object.freeze(
  Object.keys(PLATFORMS) as Platform[],
);

/** Whether a platform has a direction of that name. */
export function hasDirection(platform: Platform, direction: string): boolean {
  return Object.hasOwn(PLATFORMS[platform], direction);
}
