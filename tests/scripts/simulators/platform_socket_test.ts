import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { PlatformSocket } from "../../../scripts/_simulators/platform_socket.ts";

/** A server that hears one message and then does something; `signatures` are the requests'. */
async function withServer(
  act: (socket: WebSocket) => void,
  work: (url: string, signatures: (string | null)[]) => Promise<void>,
): Promise<void> {
  const signatures: (string | null)[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => {
      signatures.push(request.headers.get("x-signature"));
      const { socket, response } = Deno.upgradeWebSocket(request, {
        protocol: "media",
      });
      socket.onmessage = () => act(socket);
      return response;
    },
  );
  try {
    await work(`ws://127.0.0.1:${server.addr.port}/path`, signatures);
  } finally {
    await server.shutdown();
  }
}

Deno.test("PlatformSocket presents what its platform presents", async () => {
  await withServer(() => {}, async (url, signatures) => {
    const socket = await PlatformSocket.dial(url, {
      headers: { "X-Signature": "abc" },
      protocols: ["media"],
    });
    assertEquals(signatures, ["abc"]);
    assertEquals(socket.protocol, "media");
    socket.close();
    await socket.closed;
  });
});

Deno.test("PlatformSocket gives the server's messages in order, and nothing once it has hung up", async () => {
  const answer = (socket: WebSocket) => {
    socket.send("one");
    socket.send(Uint8Array.of(2));
    socket.close(1008, "enough");
  };
  await withServer(answer, async (url) => {
    const socket = await PlatformSocket.dial(url, { protocols: ["media"] });
    const early = socket.next();
    socket.send("go");
    assertEquals(await early, "one");
    assertEquals(await socket.closed, { code: 1008, reason: "enough" });
    assertEquals(socket.unread, [Uint8Array.of(2)]);
    assertEquals(await socket.next(), Uint8Array.of(2));
    assertEquals(await socket.next(), undefined);
    assertThrows(() => socket.send("more"), Error, "1008 enough");
  });
});

Deno.test("PlatformSocket tells whoever waits that the server has hung up", async () => {
  await withServer((socket) => socket.close(), async (url) => {
    const socket = await PlatformSocket.dial(url, { protocols: ["media"] });
    const [first, second] = [socket.next(), socket.next()];
    socket.send("go");
    assertEquals([await first, await second], [undefined, undefined]);
  });
});

Deno.test("PlatformSocket says why there is no socket", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response("no", { status: 403 }),
  );
  await assertRejects(
    () => PlatformSocket.dial(`ws://127.0.0.1:${server.addr.port}`),
    Error,
    "403",
  );
  await server.shutdown();
});
