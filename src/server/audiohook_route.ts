/**
 * The door of Genesys's AudioHook. Everybody gets a socket: who may not enter is told
 * so in the protocol, at a time that says nothing of why.
 *
 * @module
 */
import { after } from "../session/after.ts";
import { AudiohookDialog } from "../session/wires/audiohook/audiohook_dialog.ts";
import { createAdmission } from "./admission.ts";
import { createAudiohookProof } from "./audiohook_proof.ts";
import type { WireRequest, WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** Genesys's door: with an API key set, requests must have it. */
export function audiohookRoute(settings: WireSettings): WireRoute {
  const { publicOrigin, audiohookKey, hasAudiohookEvents = false } = settings;
  const nowS = () => Date.now() / 1000;
  const proof = audiohookKey &&
    createAudiohookProof({ ...audiohookKey, publicOrigin, nowS });
  return {
    platform: "audiohook",
    isPatient: true,
    tellsRefusals: true,
    admit: createAdmission(settings, proof),
    create: (client, deps, request) =>
      new AudiohookDialog(client, {
        ...deps,
        request: { ...idsOf(request), refusal: request.refusal },
        hasEvents: hasAudiohookEvents,
        after,
      }),
  };
}

function idsOf({ headers }: WireRequest) {
  return {
    sessionId: headers.get("audiohook-session-id") ?? undefined,
    organizationId: headers.get("audiohook-organization-id") ?? undefined,
  };
}
