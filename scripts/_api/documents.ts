/**
 * The documents that describe the interface, as the server serves them.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import { asyncapi } from "./asyncapi.ts";
import { openapi } from "./openapi.ts";

/** The documents by the name of their file. */
export function documents(): Record<string, string> {
  const text = (document: object) => `${JSON.stringify(document)}\n`;
  return {
    "openapi.json": text(openapi(config.version)),
    "asyncapi.json": text(asyncapi(config.version)),
  };
}
