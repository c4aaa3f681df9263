/**
 * How a phone platform's request becomes a socket, or is refused before it does.
 *
 *     WS /v1/<platform>               with the platform's own credentials
 *     WS /v1/<platform>/<credential>  for platforms that have none
 *
 * @module
 */
import type { Context } from "hono";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { Platform } from "../session/platforms.ts";
import type { ClientPort } from "../session/client_port.ts";
import type { Dialog, WireDeps } from "../session/dialog.ts";
import {
  type DialogManner,
  readyModel,
  serveDialog,
  type SocketDeps,
} from "./dialog_socket.ts";
import { SOLE_TENANT } from "./access/principal.ts";
import { httpFault } from "./http_fault.ts";
import { upgrade } from "./upgrade.ts";

/** What a platform presents when it asks for a socket. */
export interface WireRequest {
  readonly headers: Headers;
  /** Path and query, exactly as they came. */
  readonly target: string;
  /** The last part of the path, decoded, if there is one. */
  readonly credential?: string | undefined;
}

/** One platform's door. */
export interface WireRoute extends DialogManner {
  readonly platform: Platform;
  /** Subprotocols it may ask for; the first that it offers is agreed to. */
  readonly protocols?: readonly string[];
  /** Why a request may not become a socket, without the secret, or nothing if it may. */
  refusal(request: WireRequest): string | undefined;
  /** Begins the dialog on a socket that the request has become. */
  create(client: ClientPort, deps: WireDeps, request: WireRequest): Dialog;
}

/** Answers a request for a socket. */
export function serveWire(
  c: Context,
  route: WireRoute,
  deps: SocketDeps,
): Response {
  const { platform } = route;
  const request = wireRequest(c);
  const reason = route.refusal(request);
  if (reason !== undefined) {
    deps.sink.refused({ platform, code: "forbidden", reason });
    return httpFault(c, "forbidden", FORBIDDEN);
  }
  try {
    if (!route.isPatient) readyModel(deps.readiness());
    deps.registry.assertRoom();
  } catch (error) {
    const { code, message } = ProtocolError.from(error);
    deps.sink.refused({ platform, code, reason: message });
    return httpFault(c, code, message);
  }
  const create = (client: ClientPort, deps: WireDeps) =>
    route.create(client, deps, request);
  return upgrade(
    c,
    (socket) =>
      serveDialog(socket, { ...deps, tenant: SOLE_TENANT }, create, route),
    route.protocols,
  );
}

/** The log has the reason: who guesses secrets learns nothing here. */
const FORBIDDEN =
  "Cannot open the stream as the request must be signed, or carry a credential, of this server";

function wireRequest(c: Context): WireRequest {
  const { pathname, search } = new URL(c.req.url);
  return {
    headers: new Headers(c.req.raw.headers), // the request's own cannot be read once it is a socket
    target: pathname + search,
    credential: c.req.param("credential"),
  };
}
