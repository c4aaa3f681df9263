import { assertEquals, assertRejects } from "@std/assert";
import { CutProxy } from "../../../scripts/_chaos/cut_proxy.ts";
import { Random } from "../../../src/training/random.ts";

Deno.test("CutProxy passes requests on, finds nobody where nobody is, and cuts off", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    ({ url }) => {
      if (url.endsWith("/slow")) asked.resolve();
      return url.endsWith("/slow") ? answer.promise : new Response("here");
    },
  );
  {
    await using proxy = new CutProxy();
    await assertRejects(() => fetch(proxy.origin), TypeError);
    proxy.target = server.addr.port;
    const response = await fetch(proxy.origin, {
      headers: { connection: "close" },
    });
    assertEquals(await response.text(), "here");
    const slow = assertRejects(() => fetch(`${proxy.origin}/slow`), TypeError);
    await asked.promise;
    assertEquals(proxy.cut(0, new Random(1)), 0);
    proxy.cut(1, new Random(1));
    await slow;
  }
  answer.resolve(new Response("too late"));
  await server.shutdown();
});
