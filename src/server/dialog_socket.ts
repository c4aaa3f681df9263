/**
 * The socket of a dialog, and all that knows it; the same for every wire.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { ClientPort } from "../session/client_port.ts";
import type { Dialog, WireDeps } from "../session/dialog.ts";
import { TAKE_OVER_WITHIN_MS, WIRE_IDLE_MS } from "../session/limits.ts";
import type { Place } from "../session/place.ts";
import type { SessionModel } from "../session/scoring.ts";
import type { SessionRegistry } from "../session/session_registry.ts";
import type { Principal } from "./access/principal.ts";
import type { TenantLimiter } from "./access/tenant_limiter.ts";
import { WatchedDialog } from "../session/watched_dialog.ts";
import { closeInPause } from "./close_in_pause.ts";
import type { Readiness } from "./readiness.ts";
import type { Traffic } from "./traffic.ts";

/** What sockets need of their process. */
export interface SocketDeps extends
  Omit<
    WireDeps,
    | "model"
    | "sessionId"
    | "tenant"
    | "mustResume"
    | "place"
    | "allowance"
    | "onEnd"
    | "onInternalFault"
  > {
  readonly readiness: () => Readiness;
  readonly registry: SessionRegistry;
  readonly traffic: Traffic;
  /** What each tenant may still cost. */
  readonly limiter: TenantLimiter;
  /** Hears of faults that are ours, not a client's. */
  readonly onInternalFault: (fault: unknown) => void;
}

/** Begins one wire's dialog with a client. */
export type CreateDialog = (client: ClientPort, deps: WireDeps) => Dialog;

/** Whose dialog it is. */
export interface DialogOwner extends
  Pick<
    Principal,
    "tenant" | "sessionId" | "mustResume" | "giveBack"
  > {
  /** Whether it says that it goes on with a call that is held here. @default {false} */
  readonly takesOver?: boolean | undefined;
}

/** How a wire's dialogs are served. */
export interface DialogManner {
  /** Whether a dialog may begin before there is a model, and waits for it. @default {false} */
  readonly isPatient?: boolean | undefined;
  /** How long its client may say nothing. @default {WIRE_IDLE_MS} */
  readonly idleMs?: number | undefined;
}

/** A dialog, and who watches that it does not last for ever. */
interface Served {
  readonly dialog: Dialog;
  readonly watched: WatchedDialog;
}

/** Begins a dialog on a socket that is about to open. */
export function serveDialog(
  socket: WebSocket,
  deps: SocketDeps & DialogOwner,
  create: CreateDialog,
  manner: DialogManner = {},
): void {
  socket.binaryType = "arraybuffer";
  let served: Served | undefined;
  socket.onopen = () => served = openDialog(socket, deps, create, manner);
  const { traffic } = deps;
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    traffic.receivedMessages++;
    served?.watched.heard();
    if (typeof data === "string") {
      traffic.receivedBytes += data.length;
      served?.dialog.receiveText(data);
    } else {
      traffic.receivedBytes += data.byteLength;
      served?.dialog.receiveAudio(new Uint8Array(data));
    }
  };
  socket.onclose = () => served?.dialog.end();
  socket.onerror = () => served?.dialog.end();
}

/** A dialog; if there is no place for it, its end has begun already. */
function openDialog(
  socket: WebSocket,
  deps: SocketDeps & DialogOwner,
  create: CreateDialog,
  { isPatient = false, idleMs = WIRE_IDLE_MS }: DialogManner,
): Served {
  const { registry, readiness, limiter, tenant, takesOver, now } = deps;
  const isFull = !registry.hasRoom(tenant);
  let hasPlace = false;
  let mayBegin = !isFull; // in a lent place none may before it is secured
  const place: Place = {
    get session() {
      return watched;
    },
    secure(older) {
      registry.secure(watched, older?.session);
      mayBegin = true;
    },
  };
  const dialog = create(clientPort(socket, deps.traffic), {
    ...deps,
    place,
    allowance: limiter.audioOf(tenant),
    model: () => readyModel(readiness()),
    sessionId: deps.sessionId ?? crypto.randomUUID(),
    onEnd() {
      if (hasPlace) whenClosed(socket, () => registry.leave(watched));
      if (!mayBegin) deps.giveBack?.();
    },
  });
  const openWithinMs = isFull ? TAKE_OVER_WITHIN_MS : undefined;
  const watched = new WatchedDialog(dialog, { now, idleMs, openWithinMs });
  try {
    if (!isPatient) readyModel(readiness());
    registry.enter(watched, tenant, takesOver);
    hasPlace = true;
  } catch (error) {
    mayBegin = false;
    dialog.fail(ProtocolError.from(error));
  }
  return { dialog, watched };
}

/** A client that does not answer the closing of its socket keeps its place for no longer. */
const MAX_GOODBYE_MS = 3_000;

/** Waits for a socket to close: a process that stops sooner takes last words with it. */
function whenClosed(socket: WebSocket, act: () => void): void {
  if (socket.readyState === WebSocket.CLOSED) return act();
  const limit = setTimeout(act, MAX_GOODBYE_MS);
  socket.addEventListener("close", () => {
    clearTimeout(limit);
    act();
  });
}

/**
 * The model that listens.
 *
 * @throws {ProtocolError} `not_ready` if there is none yet.
 */
export function readyModel(readiness: Readiness): SessionModel {
  if (readiness.isReady) return readiness.model;
  throw new ProtocolError(
    "not_ready",
    `Cannot take a session as the server must be ready: ${
      readiness.reasons.join(", ")
    }`,
  );
}

/** The code that answers a client's own `close`: it has said all. */
const ANSWERED = 1000;

function clientPort(socket: WebSocket, traffic: Traffic): ClientPort {
  return {
    send: (text) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      traffic.sentMessages++;
      traffic.sentBytes += text.length;
      socket.send(text);
    },
    close: (code, reason) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (code === ANSWERED) socket.close(code, reason);
      else closeInPause(socket, code, reason);
    },
    get unsentBytes() {
      return socket.bufferedAmount;
    },
  };
}
