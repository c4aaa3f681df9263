/**
 * The doors of the phone platforms, a line each.
 *
 * @module
 */
import type { Platform } from "../session/platforms.ts";
import { audiohookRoute } from "./audiohook_route.ts";
import { asteriskWire } from "../session/wires/asterisk_listener.ts";
import { freeswitchWire } from "../session/wires/freeswitch_listener.ts";
import { JAMBONZ } from "../session/wires/jambonz_listener.ts";
import { livekitWire } from "../session/wires/livekit_listener.ts";
import { VONAGE } from "../session/wires/vonage_listener.ts";
import { createListeningRoute, type Listening } from "./listening_route.ts";
import { plivoRoute } from "./plivo_route.ts";
import { lookAlikeRoute, twilioRoute } from "./twilio_route.ts";
import type { WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** Creates the door of one platform. */
export type CreateRoute = (settings: WireSettings) => WireRoute;

const ROUTES: Readonly<Partial<Record<Platform, CreateRoute>>> = {
  twilio: twilioRoute,
  signalwire: lookAlikeRoute("signalwire"),
  telnyx: lookAlikeRoute("telnyx"),
  plivo: plivoRoute,
  exotel: lookAlikeRoute("exotel"),
  audiohook: audiohookRoute,
  vonage: listening("vonage", { wire: () => VONAGE }),
  asterisk: listening("asterisk", {
    protocols: ["media"],
    wire: asteriskWire,
  }),
  // mod_audio_fork's own name, and the one that builds for jambonz give it
  freeswitch: listening("freeswitch", {
    protocols: ["audio.drachtio.org", "audio.jambonz.org"],
    wire: freeswitchWire,
  }),
  jambonz: listening("jambonz", {
    protocols: ["audio.jambonz.org"],
    wire: () => JAMBONZ,
  }),
  livekit: listening("livekit", { wire: livekitWire }),
};

function listening(platform: Platform, listening: Listening): CreateRoute {
  return (settings) => createListeningRoute(platform, listening, settings);
}

/** The platforms that can be served. */
export const SERVABLE = Object.freeze(Object.keys(ROUTES) as Platform[]);

/** The doors of the platforms that are served. */
export function wireRoutes(
  settings: WireSettings,
  routes = ROUTES,
): WireRoute[] {
  return settings.served.flatMap((platform) =>
    routes[platform]?.(settings) ?? []
  );
}
