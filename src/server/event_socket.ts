/**
 * A subscription over a WebSocket: a JSON message an event, with its `id`.
 *
 * @module
 */
import type { SubscriptionEnd, Told } from "../results/subscription.ts";
import { type EventStreamDeps, STALL_MS } from "./event_stream.ts";

/** What may be on its way to a reader before the next event is read for it: about 100 events. */
const MAX_UNSENT_BYTES = 65_536;

/** How often it is looked whether a slow reader has taken some. */
const LOOK_MS = 50;

/** The socket as this file sees it. */
export type EventSocket = Pick<
  WebSocket,
  "readyState" | "bufferedAmount" | "send" | "close"
>;

/** Sends what is told, as fast as the reader takes it, then closes the socket. */
export async function sendEvents(
  socket: EventSocket,
  deps: EventStreamDeps,
): Promise<void> {
  const { told, place } = deps;
  try {
    const [code, reason] = await sendAll(socket, deps);
    if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
  } catch (fault) {
    deps.onFault(fault);
    if (socket.readyState === WebSocket.OPEN) socket.close(1011, "internal");
  } finally {
    place.leave();
    await told.return("gone");
  }
}

async function sendAll(
  socket: EventSocket,
  { told, isStopping, stallMs = STALL_MS }: EventStreamDeps,
): Promise<[code: number, reason: string]> {
  for (;;) {
    const next = await told.next();
    if (next.done) return closing(next.value, isStopping());
    if (socket.readyState !== WebSocket.OPEN) return [1000, "gone"];
    const text = toldText(next.value);
    if (text !== undefined) socket.send(text);
    if (!await hasRoom(socket, stallMs)) return [1008, "too_slow"];
  }
}

/** 1001: come back, to another server or a little later. */
function closing(end: SubscriptionEnd, isStopping: boolean): [number, string] {
  if (end === "gone" && isStopping) return [1001, "server_stop"];
  return [1000, end];
}

function toldText(told: Told): string | undefined {
  switch (told.kind) {
    case "event":
      return `{"id":"${told.event.id}",${told.event.json.slice(1)}`;
    case "gap":
      return '{"type":"gap"}';
    case "quiet":
      return undefined; // the runtime sends pings of its own
  }
}

/** Whether the reader takes what was sent, soon enough. */
async function hasRoom(socket: EventSocket, stallMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < stallMs; waitedMs += LOOK_MS) {
    if (socket.bufferedAmount <= MAX_UNSENT_BYTES) return true;
    if (socket.readyState !== WebSocket.OPEN) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return socket.bufferedAmount <= MAX_UNSENT_BYTES;
}
