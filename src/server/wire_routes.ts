/**
 * The doors of the phone platforms, a line each.
 *
 * @module
 */
import type { Platform } from "../session/platforms.ts";
import { audiohookRoute } from "./audiohook_route.ts";
import { lookAlikeRoute, twilioRoute } from "./twilio_route.ts";
import type { WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** Creates the door of one platform. */
export type CreateRoute = (settings: WireSettings) => WireRoute;

const ROUTES: Readonly<Partial<Record<Platform, CreateRoute>>> = {
  twilio: twilioRoute,
  signalwire: lookAlikeRoute("signalwire"),
  telnyx: lookAlikeRoute("telnyx"),
  plivo: lookAlikeRoute("plivo"),
  exotel: lookAlikeRoute("exotel"),
  audiohook: audiohookRoute,
};

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
