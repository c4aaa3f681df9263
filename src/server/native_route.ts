/**
 * `WS /v1/stream`: a request becomes a socket of the native protocol, or is refused
 * before it does.
 *
 * @module
 */
import type { Context } from "hono";
import { ProtocolError } from "../protocol/protocol_error.ts";
import { IDLE_MS } from "../session/limits.ts";
import { NativeDialog } from "../session/native_dialog.ts";
import { NATIVE_SUBPROTOCOL } from "./access/credential.ts";
import type { Gate } from "./access/gate.ts";
import {
  type CreateDialog,
  serveDialog,
  type SocketDeps,
} from "./dialog_socket.ts";
import { httpFault } from "./http_fault.ts";
import { upgrade } from "./upgrade.ts";

/** What the route needs. */
export interface NativeDeps extends SocketDeps {
  readonly gate: Gate;
}

/** Answers a request for a socket. */
export async function serveNative(
  c: Context,
  deps: NativeDeps,
): Promise<Response> {
  const who = await deps.gate.admit(c, "stream");
  if (who instanceof Response) return who;
  try {
    deps.registry.assertRoomOf(who.tenant);
  } catch (error) {
    const { code, message, retryMs } = ProtocolError.from(error);
    deps.sink.refused({ platform: "native", code, reason: message });
    return httpFault(c, code, message, retryMs);
  }
  const { tenant, sessionId, mustResume } = who;
  const onPause = () => deps.traffic.pauses++;
  const owned = { ...deps, tenant, sessionId, mustResume, onPause };
  const create: CreateDialog = (client, deps) => new NativeDialog(client, deps);
  const manner = { idleMs: IDLE_MS };
  return upgrade(
    c,
    (socket) => serveDialog(socket, owned, create, manner),
    [NATIVE_SUBPROTOCOL],
  );
}
