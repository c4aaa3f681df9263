import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { gzipSync } from "node:zlib";
import { PackedFile } from "../../src/server/packed_file.ts";

const TEXT = "a text that is worth packing, ".repeat(100);

/** A file that is served, and how often it was packed. */
function served() {
  let packings = 0;
  const bytes = new TextEncoder().encode(TEXT);
  const file = new PackedFile(bytes, "text/plain", (bytes) => {
    packings++;
    return gzipSync(bytes);
  });
  const app = new Hono();
  app.get("/", (c) => {
    c.header("vary", "accept");
    return file.answer(c);
  });
  const ask = (headers: Record<string, string>) =>
    app.request("/", { headers });
  return { ask, packings: () => packings };
}

async function unpacked(response: Response): Promise<string> {
  const stream = response.body!.pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

Deno.test("PackedFile is packed once, however often it is asked for", async () => {
  const { ask, packings } = served();
  assertEquals(packings(), 0);
  for (let i = 0; i < 3; i++) {
    const response = await ask({ "accept-encoding": "gzip, deflate, br" });
    assertEquals(response.headers.get("content-encoding"), "gzip");
    assertEquals(response.headers.get("content-type"), "text/plain");
    assertEquals(await unpacked(response), TEXT);
  }
  assertEquals(packings(), 1);
});

Deno.test("PackedFile comes as it is to who takes no gzip", async () => {
  const { ask, packings } = served();
  for (const encoding of ["", "identity", "br", "identity, gzip;q=0"]) {
    const response = await ask({ "accept-encoding": encoding });
    assertEquals(response.headers.get("content-encoding"), null);
    assertEquals(await response.text(), TEXT);
    assertEquals(response.headers.get("vary"), "accept, accept-encoding");
  }
  assertEquals(packings(), 0);
});

Deno.test("PackedFile does not come again to who has it", async () => {
  const { ask } = served();
  const tag = (await ask({})).headers.get("etag")!;
  const again = await ask({ "if-none-match": `"other", ${tag}` });
  assertEquals([again.status, await again.text()], [304, ""]);
  assertEquals(again.headers.get("etag"), tag);
  const other = await ask({ "if-none-match": '"other"' });
  assertEquals([other.status, await other.text()], [200, TEXT]);
});
