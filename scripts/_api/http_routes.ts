/**
 * The routes that answer over HTTP, each with what it asks and what it answers.
 *
 * @module
 */
import { ROLES } from "../../src/protocol/native/messages.ts";
import type { Scope } from "../../src/server/access/principal.ts";
import { PARAMETERS } from "../../src/server/calls_query.ts";
import { MAX_FILE_BYTES } from "../../src/server/classify_route.ts";

/** A parameter: text, whatever it stands for. */
export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly description: string;
}

/** An answer that is not a fault. */
export interface Answer {
  readonly status: number;
  readonly description: string;
  /** @default nothing */
  readonly type?: string;
  /** Name of its schema, if its type is JSON. */
  readonly schema?: string;
}

/** One route. */
export interface HttpRoute {
  readonly method: "get" | "post" | "delete";
  readonly path: string;
  readonly summary: string;
  /** What a key must be good for; none is asked for without. */
  readonly scope?: Scope | "any";
  readonly parameters?: readonly Parameter[];
  readonly body?: {
    readonly type: string;
    readonly schema?: string;
    readonly description: string;
  };
  readonly answers: readonly Answer[];
  /** Statuses of its faults, beside those of every route with a scope. */
  readonly faults?: readonly number[];
}

const JSON_TYPE = "application/json";
const json = (schema: string, description: string, status = 200): Answer => ({
  status,
  description,
  type: JSON_TYPE,
  schema,
});
const ID: Parameter = {
  name: "id",
  in: "path",
  description: "The call's `sessionId`",
};
const EVENTS: Answer = {
  status: 200,
  description:
    "Server-sent events: `event` is the type, `data` a CallEvent as JSON, `id` its place; a comment now and then while there is no news",
  type: "text/event-stream",
  schema: "CallEvent",
};
const EVENT_PARAMETERS: readonly Parameter[] = [
  {
    name: "Last-Event-ID",
    in: "header",
    description: "The last event that is known: what came after it is told",
  },
  {
    name: "lastEventId",
    in: "query",
    description: "The same, for who can set no header",
  },
  {
    name: "types",
    in: "query",
    description: "Types of the events that are wanted, with commas",
  },
  {
    name: "token",
    in: "query",
    description: "A token, and never a key, for who can set no header",
  },
];

/** All of them. */
export const HTTP_ROUTES: readonly HttpRoute[] = [
  {
    method: "get",
    path: "/",
    summary: "The console for a browser, or what this is as JSON",
    answers: [json("AboutBody", "What this server is")],
  },
  {
    method: "get",
    path: "/v1",
    summary: "What this is",
    answers: [json("AboutBody", "What this server is")],
  },
  {
    method: "get",
    path: "/healthz",
    summary: "Whether the process does its work",
    answers: [
      json("HealthBody", "It does"),
      json("HealthBody", "It hangs: restart it", 503),
    ],
  },
  {
    method: "get",
    path: "/readyz",
    summary: "Whether calls can be taken, and why not",
    answers: [
      json("ReadyBody", "They can"),
      json("ReadyBody", "They cannot", 503),
    ],
  },
  {
    method: "get",
    path: "/metrics",
    summary: "What is measured of the process, for Prometheus",
    scope: "admin",
    answers: [{ status: 200, description: "Metrics", type: "text/plain" }],
  },
  {
    method: "post",
    path: "/v1/classify",
    summary: "How a recording sounds",
    scope: "stream",
    parameters: [{
      name: "roles",
      in: "query",
      description: `Role of each channel, with commas: ${ROLES.join(", ")}`,
    }],
    body: {
      type: "audio/wav",
      description:
        `A WAV file of at most ${MAX_FILE_BYTES} bytes, one or two channels, 8 to 48 kHz`,
    },
    answers: [json("Classification", "Its windows, and a summary")],
    faults: [400, 408, 413, 503],
  },
  {
    method: "post",
    path: "/v1/tokens",
    summary:
      "Makes a token for one call, for programs that must not hold a key",
    scope: "any",
    body: {
      type: JSON_TYPE,
      schema: "TokenRequest",
      description: "What the token is to be good for; may be left out",
    },
    answers: [json("TokenBody", "The token")],
    faults: [400, 413],
  },
  {
    method: "get",
    path: "/v1/calls",
    summary: "Records of calls, newest first",
    scope: "read",
    parameters: Object.entries(PARAMETERS).map(([name, { rule }]) => ({
      name,
      in: "query",
      description: `Must be ${rule}`,
    })),
    answers: [json("CallPage", "A page of them")],
    faults: [400, 404, 503],
  },
  {
    method: "get",
    path: "/v1/calls/{id}",
    summary: "The record of a call, with its timeline",
    scope: "read",
    parameters: [ID, {
      name: "format",
      in: "query",
      description: "json, or csv for the timeline as a table",
    }],
    answers: [json("WholeCall", "The record")],
    faults: [400, 404, 503],
  },
  {
    method: "delete",
    path: "/v1/calls/{id}",
    summary: "Forgets a call that is over",
    scope: "admin",
    parameters: [ID],
    answers: [{ status: 204, description: "It is forgotten" }],
    faults: [404, 409, 503],
  },
  {
    method: "get",
    path: "/v1/calls/{id}/events",
    summary: "What happens in a call, as it happens",
    scope: "read",
    parameters: [ID, ...EVENT_PARAMETERS],
    answers: [EVENTS, {
      status: 204,
      description: "The call is over and all is known: do not come back",
    }],
    faults: [400, 404, 503],
  },
  {
    method: "get",
    path: "/v1/events",
    summary: "What happens to all calls of the tenant, predictions left out",
    scope: "read",
    parameters: EVENT_PARAMETERS,
    answers: [EVENTS],
    faults: [400, 503],
  },
  {
    method: "get",
    path: "/v1/webhooks/dead-letters",
    summary: "What webhooks of this instance could not deliver, oldest first",
    scope: "admin",
    answers: [json("DeadLettersBody", "The tenant's own")],
  },
  {
    method: "post",
    path: "/v1/webhooks/dead-letters/{id}/retry",
    summary: "Sends a dead letter once more",
    scope: "admin",
    parameters: [{ ...ID, description: "The letter's `id`" }],
    answers: [json("RetriedBody", "It will be sent", 202)],
    faults: [404],
  },
  {
    method: "get",
    path: "/v1/openapi.json",
    summary: "This description",
    answers: [{
      status: 200,
      description: "OpenAPI 3.1",
      type: JSON_TYPE,
    }],
  },
  {
    method: "get",
    path: "/v1/asyncapi.json",
    summary: "The description of the sockets",
    answers: [{
      status: 200,
      description: "AsyncAPI 3.0",
      type: JSON_TYPE,
    }],
  },
  {
    method: "get",
    path: "/v1/docs",
    summary: "Both descriptions as a page to read",
    answers: [{ status: 200, description: "The page", type: "text/html" }],
  },
];
