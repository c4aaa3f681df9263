/**
 * What describes the interface, for programs and for people.
 *
 *     GET /v1/openapi.json    what is answered over HTTP
 *     GET /v1/asyncapi.json   what goes over sockets
 *     GET /v1/docs            both as a page
 *
 * @module
 */
import { Hono } from "hono";
import { etag } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";
import asyncapi from "./asyncapi.json" with { type: "json" };
import { DOCS_STYLE } from "./docs_style.ts";
import {
  docsPage,
  type HttpDocument,
  type SocketDocument,
  STYLE_PATH,
} from "./docs_page.ts";
import openapi from "./openapi.json" with { type: "json" };

/** A page without programs, in a style of its own. */
const guarded = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  strictTransportSecurity: false, // for who ends TLS to say
});

/** Builds the routes. */
export function apiRoutes(): Hono {
  const routes = new Hono();
  routes.get("/v1/openapi.json", etag(), (c) => c.json(openapi));
  routes.get("/v1/asyncapi.json", etag(), (c) => c.json(asyncapi));
  routes.get("/v1/docs", guarded, etag(), (c) =>
    c.html(
      docsPage(
        openapi as unknown as HttpDocument,
        asyncapi as unknown as SocketDocument,
      ),
    ));
  routes.get(
    STYLE_PATH,
    etag(),
    (c) =>
      c.body(DOCS_STYLE, 200, { "content-type": "text/css; charset=utf-8" }),
  );
  return routes;
}
