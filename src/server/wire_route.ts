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
import { NOBODY } from "./access/principal.ts";
import type { Admission } from "./admission.ts";
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

/** A request that has become a socket. */
export interface EnteredRequest extends WireRequest {
  /** Why it may not go on, of platforms that are told so in their protocol. */
  readonly refusal?: string | undefined;
}

/** One platform's door. */
export interface WireRoute extends DialogManner {
  readonly platform: Platform;
  /** Subprotocols it may ask for; the first that it offers is agreed to. */
  readonly protocols?: readonly string[];
  /** Whether who may not enter is told so in the protocol, and not in the answer to the request. */
  readonly tellsRefusals?: boolean | undefined;
  /** Whose call a request begins, or why it may not. */
  readonly admit: Admission;
  /** Begins the dialog on a socket that the request has become. */
  create(client: ClientPort, deps: WireDeps, request: EnteredRequest): Dialog;
}

/** Answers a request for a socket. */
export function serveWire(
  c: Context,
  route: WireRoute,
  deps: SocketDeps,
): Response {
  const { platform } = route;
  const request = wireRequest(c);
  const entry = route.admit(request);
  const { refusal } = entry;
  if (refusal !== undefined && !route.tellsRefusals) {
    deps.sink.refused({ platform, code: "forbidden", reason: refusal });
    return httpFault(c, "forbidden", FORBIDDEN);
  }
  const { tenant = NOBODY } = entry;
  try {
    deps.limiter.countRequest(tenant);
    if (!route.isPatient) readyModel(deps.readiness());
    deps.registry.assertRoom(tenant);
  } catch (error) {
    const { code, message, retryMs } = ProtocolError.from(error);
    deps.sink.refused({ platform, code, reason: message });
    return httpFault(c, code, message, retryMs);
  }
  const create = (client: ClientPort, deps: WireDeps) =>
    route.create(client, deps, { ...request, refusal });
  return upgrade(
    c,
    (socket) => serveDialog(socket, { ...deps, tenant }, create, route),
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
