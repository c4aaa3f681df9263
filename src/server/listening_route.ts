/**
 * The doors of platforms that speak over binary messages and are never answered.
 *
 * @module
 */
import { type Fields, urlFields } from "../protocol/fields.ts";
import type { Platform } from "../session/platforms.ts";
import { type Wire, WireDialog } from "../session/wires/wire_dialog.ts";
import { createAdmission } from "./admission.ts";
import type { WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** What is particular about one of them. */
export interface Listening {
  /** Subprotocols it may ask for. */
  readonly protocols?: readonly string[];
  /** Creates its wire for one request, whose URL has these parameters. */
  readonly wire: (parameters: Fields) => Wire;
}

/** Creates a door that asks for the credential of this server. */
export function createListeningRoute(
  platform: Platform,
  { protocols = [], wire }: Listening,
  settings: WireSettings,
): WireRoute {
  return {
    platform,
    protocols,
    admit: createAdmission(settings),
    create: (client, deps, { target }) =>
      new WireDialog(client, deps, wire(urlFields(target))),
  };
}
