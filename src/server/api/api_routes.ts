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
import { guardedBy } from "../access/headers.ts";
import asyncapi from "./asyncapi.json" with { type: "json" };
import { DOCS_STYLE } from "./docs_style.ts";
import {
  docsPage,
  type HttpDocument,
  type SocketDocument,
  STYLE_PATH,
} from "./docs_page.ts";
import { PackedFile } from "../packed_file.ts";
import openapi from "./openapi.json" with { type: "json" };

/** A page without programs, in a style of its own. */
const guarded = guardedBy({ styleSrc: ["'self'"] });

/** Builds the routes; what they serve is made when somebody asks for it first. */
export function apiRoutes(): Hono {
  const routes = new Hono();
  routes.use("/v1/docs", guarded);
  const serve = (path: string, type: string, text: () => Text) => {
    let file: Promise<PackedFile> | undefined;
    routes.get(
      path,
      async (c) => (await (file ??= pack(text, type))).answer(c),
    );
  };
  serve("/v1/openapi.json", JSON_TYPE, () => JSON.stringify(openapi));
  serve("/v1/asyncapi.json", JSON_TYPE, () => JSON.stringify(asyncapi));
  serve("/v1/docs", "text/html; charset=utf-8", () =>
    docsPage(
      openapi as unknown as HttpDocument,
      asyncapi as unknown as SocketDocument,
    ));
  serve(STYLE_PATH, "text/css; charset=utf-8", () => DOCS_STYLE);
  return routes;
}

const JSON_TYPE = "application/json";

/** Pages are drawn as texts of their own kind. */
type Text = string | ReturnType<typeof docsPage>;

async function pack(text: () => Text, type: string): Promise<PackedFile> {
  const bytes = new TextEncoder().encode(String(await text()));
  return new PackedFile(bytes, type);
}
