/** Whatever is refused at a limit is counted under a reason of ours. */
import { assertEquals } from "@std/assert";
import { createApp } from "../../src/server/app.ts";
import { MAX_FILE_BYTES, MAX_FILES } from "../../src/server/classify_route.ts";
import { CallCounters } from "../../src/results/call_counters.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { appDeps, CLOSE, OPEN, serve, talk } from "./_server.ts";

function reasonsOf(refusals: Iterable<{ labels: { reason: string } }>) {
  return [...refusals].map(({ labels: { reason } }) => reason);
}

Deno.test("a file that is too large is counted", async () => {
  const { deps } = appDeps();
  await createApp(deps).request("/v1/classify", {
    method: "POST",
    headers: { "content-length": `${MAX_FILE_BYTES + 1}` },
  });
  assertEquals(reasonsOf(deps.http.refusals), ["message_too_large"]);
});

Deno.test("a file too many at a time is counted", async () => {
  const { deps } = appDeps();
  const app = createApp(deps);
  const bodies: ReadableStreamDefaultController[] = [];
  const post = () =>
    app.request("/v1/classify", {
      method: "POST",
      body: new ReadableStream({ start: (body) => void bodies.push(body) }),
    });
  const held = Array.from({ length: MAX_FILES }, post);
  assertEquals((await post()).status, 503);
  assertEquals(reasonsOf(deps.http.refusals), ["overloaded"]);
  for (const body of bodies) body.close();
  await Promise.all(held);
});

Deno.test("a session too many is counted, as it asks for a socket or as it opens", async () => {
  const { deps } = appDeps();
  const sink = new CallCounters();
  const registry = new SessionRegistry(0);
  await using server = serve({ ...deps, sink, registry });
  await talk(server.streamUrl, [OPEN, CLOSE]);
  const counted = [
    ...reasonsOf(sink.counts.refused),
    ...reasonsOf(deps.http.refusals),
  ];
  assertEquals(counted.includes("overloaded"), true);
});

Deno.test("messages at their limits are counted, before a call and in it", async () => {
  const { deps } = appDeps();
  const sink = new CallCounters();
  await using server = serve({ ...deps, sink });
  const tooLarge = new Uint8Array(1_048_577);
  await talk(server.streamUrl, [tooLarge]);
  await talk(server.streamUrl, [OPEN, tooLarge]);
  assertEquals(reasonsOf(sink.counts.refused), ["message_too_large"]);
  assertEquals([...sink.counts.ended], [{
    labels: { platform: "native", outcome: "message_too_large" },
    value: 1,
  }]);
});
