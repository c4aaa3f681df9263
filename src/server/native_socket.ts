/**
 * The socket of a native session, and all that knows it.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { ClientPort } from "../session/client_port.ts";
import { NativeDialog } from "../session/native_dialog.ts";
import type { SessionDeps } from "../session/session.ts";
import type { SessionRegistry } from "../session/session_registry.ts";
import { closeInPause } from "./close_in_pause.ts";
import type { Readiness } from "./readiness.ts";

/** What sockets need of their process. */
export interface SocketDeps extends Omit<SessionDeps, "model"> {
  readonly readiness: () => Readiness;
  readonly registry: SessionRegistry;
  /** Hears of faults that are ours, not a client's. */
  readonly onInternalFault: (fault: unknown) => void;
}

/** Begins a dialog on a socket that is about to open. */
export function serveNative(socket: WebSocket, deps: SocketDeps): void {
  socket.binaryType = "arraybuffer";
  let dialog: NativeDialog | undefined;
  socket.onopen = () => dialog = openDialog(socket, deps);
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === "string") dialog?.receiveText(data);
    else dialog?.receiveAudio(new Uint8Array(data));
  };
  socket.onclose = () => dialog?.end();
  socket.onerror = () => dialog?.end();
}

/** A dialog, or none if the client was told that there is no place for it. */
function openDialog(
  socket: WebSocket,
  deps: SocketDeps,
): NativeDialog | undefined {
  const client = clientPort(socket);
  const { registry } = deps;
  try {
    const dialog: NativeDialog = new NativeDialog(client, {
      ...deps,
      model: readyModel(deps.readiness()),
      sessionId: crypto.randomUUID(),
      onEnd: () => whenClosed(socket, () => registry.leave(dialog)),
    });
    registry.enter(dialog);
    return dialog;
  } catch (error) {
    const { code, message, closeCode } = ProtocolError.from(error);
    client.send(JSON.stringify({ type: "error", code, message }));
    client.close(closeCode, code);
    return undefined;
  }
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

function readyModel(readiness: Readiness) {
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

function clientPort(socket: WebSocket): ClientPort {
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
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
