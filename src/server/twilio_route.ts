/**
 * The doors of Twilio and of the platforms whose streams look like its.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import type { DialectName } from "../protocol/twilio/dialects.ts";
import { WireDialog } from "../session/wires/wire_dialog.ts";
import { twilioWire } from "../session/wires/twilio_listener.ts";
import { createAdmission, isSameSecret, type Proof } from "./admission.ts";
import type { WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** Twilio's door: with its token set, requests must be signed. */
export function twilioRoute(settings: WireSettings): WireRoute {
  return route("twilio", settings, signatureProof(settings));
}

/** The door of a look-alike: it presents the credential of this server, unless it signs. */
export function lookAlikeRoute(
  platform: DialectName,
  proofOf?: (settings: WireSettings) => Proof | undefined,
): (settings: WireSettings) => WireRoute {
  return (settings) => route(platform, settings, proofOf?.(settings));
}

function route(
  platform: DialectName,
  settings: WireSettings,
  proof?: Proof,
): WireRoute {
  const wire = twilioWire(platform);
  return {
    platform,
    admit: createAdmission(settings, proof),
    create: (client, deps) => new WireDialog(client, deps, wire),
  };
}

/**
 * Twilio signs the URL that it was told, whose scheme is `wss`; so the URL is
 * rebuilt from the public origin and never from what a proxy has made of it.
 */
function signatureProof(
  { publicOrigin, twilioAuthToken }: WireSettings,
): Proof | undefined {
  if (twilioAuthToken === undefined) return undefined;
  return ({ headers, target }) => {
    const given = headers.get("x-twilio-signature");
    if (given === null) return "the request is not signed";
    const isSigned = signedUrls(publicOrigin ?? "", target).some((url) =>
      isSameSecret(given, twilioSignature(twilioAuthToken, url))
    );
    if (isSigned) return undefined;
    return "the signature is wrong: TWILIO_AUTH_TOKEN or PUBLIC_ORIGIN is not what Twilio signed with";
  };
}

/** The URLs that a signature may be over: a port, Twilio's own libraries say, may have been left out. */
export function signedUrls(origin: string, target: string): string[] {
  const [, host = origin, port = ":443"] = /^(.*?)(:\d+)?$/.exec(origin) ?? [];
  return [host + target, host + port + target];
}

/**
 * What Twilio signs a WebSocket's URL with.
 *
 * Source: twilio.com/docs/usage/security, "Validating requests": HMAC-SHA1 of the
 * whole URL, without parameters as an upgrade has no body, in base64.
 */
export function twilioSignature(authToken: string, url: string): string {
  return createHmac("sha1", authToken).update(url).digest("base64");
}
