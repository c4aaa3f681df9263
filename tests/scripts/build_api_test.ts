import { assertEquals } from "@std/assert";
import { documents } from "../../scripts/_api/documents.ts";

const FOLDER = new URL("../../src/server/api/", import.meta.url);

Deno.test("the served descriptions are those of the types as they are: else run deno task build:api", async () => {
  for (const [name, text] of Object.entries(documents())) {
    assertEquals(await Deno.readTextFile(new URL(name, FOLDER)), text, name);
  }
});
