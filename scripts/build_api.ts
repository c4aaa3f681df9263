/**
 * Describes the interface: OpenAPI for HTTP, AsyncAPI for sockets, made from the
 * types that the code uses.
 */
import { documents } from "./_api/documents.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task build:api

Writes src/server/api/openapi.json and asyncapi.json, which the server serves.
To be run after a change of a route, of a message or of an answer: a test tells.
`;

const FOLDER = new URL("../src/server/api/", import.meta.url);

await runProgram(USAGE, async () => {
  for (const [name, text] of Object.entries(documents())) {
    await Deno.writeTextFile(new URL(name, FOLDER), text);
    print(`src/server/api/${name}: ${text.length} characters`);
  }
});
