/**
 * The description of what is answered over HTTP.
 *
 * @module
 */
import { type Answer, HTTP_ROUTES, type HttpRoute } from "./http_routes.ts";
import { httpSchemas } from "./schemas.ts";

/** Faults of a route that asks who is there. */
const ACCESS_FAULTS = [401, 403, 429] as const;

const MEANINGS: Readonly<Record<number, string>> = {
  400: "The request breaks a rule",
  401: "No key or token, or one that is not known",
  403: "The key is not good for it, or a page of another origin asks",
  404: "There is no such thing, or it is another tenant's",
  408: "The body came too slowly",
  409: "It is not over yet",
  413: "The body is too large",
  429: "Too many requests, sessions or too much audio of this tenant",
  500: "A fault of the server's own",
  503: "Not now: try again later",
};

/** Makes the document. */
export function openapi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of HTTP_ROUTES) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: operation(route),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Undertone",
      version,
      description:
        "Estimates from a voice how it sounds, as the audio streams in. Sockets are described in /v1/asyncapi.json.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths,
    components: {
      schemas: httpSchemas(),
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "An API key, or a token made with one",
        },
      },
    },
  };
}

function operation(route: HttpRoute): object {
  const { summary, scope, parameters = [], body, answers } = route;
  return {
    summary,
    ...scope && {
      security: [{ key: [] }],
      description: scope === "any"
        ? "Asks for a key of any scope, if the server has keys."
        : `Asks for the scope \`${scope}\`, if the server has keys.`,
    },
    ...parameters.length > 0 && {
      parameters: parameters.map((parameter) => ({
        ...parameter,
        required: parameter.in === "path",
        schema: { type: "string" },
      })),
    },
    ...body && {
      requestBody: {
        description: body.description,
        content: content(body.type, body.schema),
      },
    },
    responses: Object.fromEntries([
      ...answers.map(answer),
      ...faultsOf(route).map((status) => [String(status), fault(status)]),
    ]),
  };
}

function answer(
  { status, description, type, schema }: Answer,
): [string, object] {
  return [
    String(status),
    { description, ...type && { content: content(type, schema) } },
  ];
}

function faultsOf({ scope, answers, faults = [] }: HttpRoute): number[] {
  const own = new Set(answers.map(({ status }) => status));
  return [...faults, ...scope ? ACCESS_FAULTS : [], 500]
    .filter((status) => !own.has(status))
    .sort((a, b) => a - b);
}

function fault(status: number): object {
  return {
    description: MEANINGS[status]!,
    content: content("application/json", "FaultBody"),
  };
}

function content(type: string, schema: string | undefined): object {
  return {
    [type]: schema === undefined
      ? {}
      : { schema: { $ref: `#/components/schemas/${schema}` } },
  };
}
