/**
 * Subscribing to calls, whichever instance serves them.
 *
 *     GET /v1/calls/{id}/events      server-sent events of one call
 *     WS  /v1/calls/{id}/subscribe   the same as messages
 *     GET /v1/events                 server-sent events of all calls of the tenant, predictions left out
 *
 * @module
 */
import type { Context, Hono } from "hono";
import { ProtocolError } from "../protocol/protocol_error.ts";
import { CALL_EVENT_TYPES, type CallEvent } from "../results/call_event.ts";
import { BEFORE_ALL, parseEventId } from "../results/event_id.ts";
import {
  type EventLog,
  type EventPage,
  type EventTopic,
  LogAwayError,
} from "../results/event_log.ts";
import { subscribe } from "../results/subscription.ts";
import { NATIVE_SUBPROTOCOL } from "./access/credential.ts";
import type { Gate } from "./access/gate.ts";
import { sendEvents } from "./event_socket.ts";
import { eventStream } from "./event_stream.ts";
import { httpFault } from "./http_fault.ts";
import type { Place, Subscribers } from "./subscribers.ts";
import { upgrade } from "./upgrade.ts";

/** What the routes need. */
export interface EventRouteDeps {
  readonly gate: Gate;
  readonly events: EventLog;
  readonly subscribers: Subscribers;
  readonly onInternalFault: (fault: unknown) => void;
}

/** What a subscriber asks for. */
interface Wish {
  readonly topic: EventTopic;
  /** The last event that the subscriber has, if it has any. */
  readonly afterId: string | undefined;
  readonly types: readonly CallEvent["type"][] | undefined;
}

/** Adds the routes. */
export function serveEvents(app: Hono, deps: EventRouteDeps): void {
  app.get("/v1/calls/:id/events", (c) => answer(c, deps, streamCall));
  app.get("/v1/calls/:id/subscribe", (c) => answer(c, deps, openSocket));
  app.get("/v1/events", (c) => answer(c, deps, streamFeed));
}

type Answer = (c: Context, wish: Wish, deps: EventRouteDeps) =>
  | Response
  | Promise<Response>;

/** Lets the subscriber in, reads its wish and tells what is wrong with it. */
async function answer(
  c: Context,
  deps: EventRouteDeps,
  give: Answer,
): Promise<Response> {
  const who = await deps.gate.admit(c, "read");
  if (who instanceof Response) return who;
  try {
    return await give(c, readWish(c, who.tenant), deps);
  } catch (error) {
    if (error instanceof LogAwayError) return away(c);
    if (!(error instanceof ProtocolError)) throw error;
    return httpFault(c, error.code, error.message);
  }
}

async function streamCall(
  c: Context,
  wish: Wish,
  deps: EventRouteDeps,
): Promise<Response> {
  const { topic, afterId = BEFORE_ALL } = wish;
  const page = await deps.events.read(topic, afterId, 1);
  if (page === undefined) return unknownCall(c);
  if (hasAll(page)) return c.body(null, 204); // which tells a browser not to come back
  return stream(c, { ...wish, afterId }, deps);
}

async function streamFeed(
  c: Context,
  wish: Wish,
  deps: EventRouteDeps,
): Promise<Response> {
  const afterId = wish.afterId ?? await deps.events.lastId(wish.topic);
  return stream(c, { ...wish, afterId }, deps);
}

async function openSocket(
  c: Context,
  wish: Wish,
  deps: EventRouteDeps,
): Promise<Response> {
  const { topic, afterId = BEFORE_ALL } = wish;
  if (await deps.events.read(topic, afterId, 1) === undefined) {
    return unknownCall(c);
  }
  const place = deps.subscribers.enter(topic.tenant);
  const told = tell({ ...wish, afterId }, place, deps);
  const response = upgrade(c, (socket) => {
    socket.onopen = () => sendEvents(socket, streamDeps(told, place, deps));
    socket.onclose = () => place.leave();
    socket.onerror = () => place.leave();
  }, [NATIVE_SUBPROTOCOL]); // browsers that present a token must be agreed to something
  if (response.status !== 101) place.leave();
  return response;
}

function stream(
  c: Context,
  wish: Wish & { afterId: string },
  deps: EventRouteDeps,
): Response {
  const place = deps.subscribers.enter(wish.topic.tenant);
  const told = tell(wish, place, deps);
  return c.body(eventStream(streamDeps(told, place, deps)), 200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    "x-accel-buffering": "no", // nginx would hold events back
  });
}

function tell(
  wish: Wish & { afterId: string },
  { signal }: Place,
  { events }: EventRouteDeps,
) {
  return subscribe({ log: events, ...wish, signal });
}

function streamDeps(
  told: ReturnType<typeof subscribe>,
  place: Place,
  { subscribers, onInternalFault }: EventRouteDeps,
) {
  const isStopping = () => subscribers.isStopping;
  return { told, place, isStopping, onFault: onInternalFault };
}

function hasAll({ events, isEnd }: EventPage): boolean {
  return isEnd && events.length === 0;
}

/** @throws {ProtocolError} `bad_message` if it cannot be read. */
function readWish(c: Context, tenant: string): Wish {
  const afterId = c.req.header("last-event-id") ||
    c.req.query("lastEventId") || c.req.query("after") || undefined;
  if (afterId !== undefined && parseEventId(afterId) === undefined) {
    throw badRequest("an event's id such as 0-17", afterId);
  }
  const types = c.req.query("types")?.split(",").map(readType);
  const sessionId = c.req.param("id");
  return { topic: { tenant, sessionId }, afterId, types };
}

function readType(name: string): CallEvent["type"] {
  const type = CALL_EVENT_TYPES.find((type) => type === name.trim());
  if (type === undefined) {
    throw badRequest(`of ${CALL_EVENT_TYPES.join(", ")}`, name);
  }
  return type;
}

function badRequest(rule: string, value: string): ProtocolError {
  const shown = JSON.stringify(value.slice(0, 40));
  return new ProtocolError(
    "bad_message",
    `Cannot subscribe as what is asked for must be ${rule}: current value is ${shown}`,
  );
}

/** The same for a call of another tenant: who may not see it may not learn that it is there. */
function unknownCall(c: Context): Response {
  return httpFault(
    c,
    "not_found",
    "Cannot tell of the call as it must be live or have ended a short while ago: there is none of that id",
  );
}

function away(c: Context): Response {
  c.header("retry-after", "2");
  return httpFault(
    c,
    "not_ready",
    "Cannot subscribe as the log of events must be there: it is away, try again later",
  );
}
