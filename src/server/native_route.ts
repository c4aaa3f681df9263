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
  type DialogOwner,
  serveDialog,
  type SocketDeps,
} from "./dialog_socket.ts";
import { httpFault } from "./http_fault.ts";
import { upgrade } from "./upgrade.ts";

/** What the route needs. */
export interface NativeDeps extends SocketDeps {
  readonly gate: Gate;
}

/** The status of a request that has become a socket. */
const SWITCHED = 101;

/** Answers a request for a socket. */
export async function serveNative(
  c: Context,
  deps: NativeDeps,
): Promise<Response> {
  const who = await deps.gate.admit(c, "stream");
  if (who instanceof Response) return who;
  const { tenant, sessionId, mustResume, giveBack } = who;
  // Said of a call that is held here: proved only when the socket is open.
  const resumed = c.req.query("resume");
  const takesOver = resumed !== undefined &&
    deps.resumption.calls.isHeld({ tenant, sessionId: resumed });
  try {
    deps.registry.assertRoomOf(tenant, takesOver);
  } catch (error) {
    giveBack?.();
    const { code, message, retryMs } = ProtocolError.from(error);
    deps.sink.refused({ platform: "native", code, reason: message });
    return httpFault(c, code, message, retryMs);
  }
  const onPause = () => deps.traffic.pauses++;
  const owner: DialogOwner = {
    tenant,
    sessionId,
    mustResume,
    giveBack,
    takesOver,
  };
  const create: CreateDialog = (client, deps) => new NativeDialog(client, deps);
  const manner = { idleMs: IDLE_MS };
  const response = upgrade(
    c,
    (socket) =>
      serveDialog(socket, { ...deps, ...owner, onPause }, create, manner),
    [NATIVE_SUBPROTOCOL],
  );
  if (response.status !== SWITCHED) giveBack?.();
  return response;
}
