/** Connections that are opened and never used: Deno waits for their requests for ever, so they must cost nobody anything. */
import { assertEquals } from "@std/assert";
import { appDeps, call, serve } from "./_server.ts";

const COUNT = 200;

/** How far such a connection goes. */
const BEGINNINGS = {
  "say nothing": "",
  "send half of a header": "GET /v1/stream HTTP/1.1\r\nHost: undertone\r\nUpgr",
  "send half of a body":
    "POST /v1/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{",
};

for (const [what, beginning] of Object.entries(BEGINNINGS)) {
  Deno.test(`${COUNT} connections that ${what} keep nobody from a call, and hold no place`, async () => {
    const { deps } = appDeps();
    await using server = serve(deps);
    const connections: Deno.Conn[] = [];
    for (let i = 0; i < COUNT; i++) {
      const { port } = server;
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      await connection.write(new TextEncoder().encode(beginning));
      connections.push(connection);
    }
    assertEquals(deps.registry.count, 0);
    const { messages } = await call(server.streamUrl, [new Uint8Array(320)]);
    assertEquals(messages.at(-1)!.type, "closed");
    const health = await fetch(`${server.httpUrl}/healthz`);
    assertEquals((await health.json()).status, "ok");
    for (const connection of connections) connection.close();
  });
}
