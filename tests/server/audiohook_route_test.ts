/** Genesys's door, over a real socket. */
import { assert, assertEquals } from "@std/assert";
import type { Readiness } from "../../src/server/readiness.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { OPEN } from "../protocol/audiohook/_messages.ts";
import { speech } from "../session/wires/audiohook/_client.ts";
import { API_KEY } from "./_audiohook.ts";
import { appDeps } from "./_server.ts";
import {
  Genesys,
  serveAudiohook,
  SETTINGS,
  signedNow,
} from "./_audiohook_socket.ts";

const SPEECH = speech(2) as Uint8Array<ArrayBuffer>;
const BARE = { signature: null, "signature-input": null };

Deno.test("audiohookRoute() carries a call and sends what is found", async () => {
  await using server = serveAudiohook();
  const genesys = await Genesys.dial(server.url);
  await genesys.open();
  genesys.say("ping");
  await genesys.expect("pong");
  genesys.socket.send(SPEECH);
  for (let i = 0; i < 3; i++) await genesys.expect("event");
  await genesys.close();
  await server.deps.registry.stop();
  assertEquals(server.sink.predictions.length, 4);
  assertEquals(server.sink.ends.map(({ reason }) => reason), ["platform_stop"]);
});

for (
  const [name, headers] of [
    ["an unsigned request", signedNow({ headers: BARE })],
    ["a wrong signature", signedNow({ secret: new Uint8Array(32) })],
  ] as const
) {
  Deno.test(`audiohookRoute() tells ${name} after the same time, without the reason`, async () => {
    await using server = serveAudiohook();
    const genesys = await Genesys.dial(server.url, { ...headers });
    const startMs = performance.now();
    genesys.say("open", OPEN);
    const { type, parameters, clientseq } = await genesys.next();
    assert(performance.now() - startMs >= 450);
    assertEquals([type, parameters, clientseq], [
      "disconnect",
      { reason: "unauthorized" },
      1,
    ]);
    await genesys.close();
    assertEquals(server.sink.refusals.map(({ code }) => code), ["forbidden"]);
    assertEquals(server.sink.calls, []);
  });
}

Deno.test("audiohookRoute() lets a signature in once", async () => {
  await using server = serveAudiohook();
  const headers = signedNow();
  const first = await Genesys.dial(server.url, headers);
  await first.open();
  const second = await Genesys.dial(server.url, headers);
  await second.expect("disconnect");
  await second.close();
  await first.close();
});

Deno.test("audiohookRoute() takes the API key alone if there is no secret", async () => {
  await using server = serveAudiohook({ audiohookKey: { apiKey: API_KEY } });
  const genesys = await Genesys.dial(server.url, signedNow({ headers: BARE }));
  await genesys.open();
  await genesys.close();
});

Deno.test("audiohookRoute() takes this server's credential if there is no API key", async () => {
  const { audiohookKey: _, ...bare } = SETTINGS;
  await using server = serveAudiohook({
    ...bare,
    audiohookKey: undefined,
    credential: "correct-horse-battery",
  });
  const headers = signedNow({ headers: BARE });
  const good = await Genesys.dial(
    `${server.url}/correct-horse-battery`,
    headers,
  );
  await good.open();
  await good.close();
  const bad = await Genesys.dial(`${server.url}/wrong`, headers);
  await bad.expect("disconnect");
  await bad.close();
});

Deno.test("audiohookRoute() opens before there is a model, and hears the call when there is", async () => {
  const ready = appDeps().deps.readiness();
  let readiness: Readiness = { isReady: false, reasons: ["loading_model"] };
  await using server = serveAudiohook({}, { readiness: () => readiness });
  const genesys = await Genesys.dial(server.url);
  await genesys.open();
  genesys.socket.send(SPEECH.slice(0, 8_000));
  genesys.say("ping");
  await genesys.expect("pong");
  assertEquals(server.deps.budget.heldBytes, 8_000);
  readiness = ready;
  genesys.socket.send(SPEECH.slice(8_000));
  for (let i = 0; i < 3; i++) await genesys.expect("event");
  await genesys.close();
  await server.deps.registry.stop();
  assertEquals(server.sink.predictions.length, 4);
});

Deno.test("audiohookRoute() asks clients to reconnect when the server stops, and waits for their end", async () => {
  await using server = serveAudiohook();
  const genesys = await Genesys.dial(server.url);
  await genesys.open();
  genesys.socket.send(SPEECH);
  genesys.say("ping");
  await genesys.expect("pong");
  for (let i = 0; i < 3; i++) await genesys.expect("event");
  const stopped = server.deps.registry.stop();
  await genesys.expect("reconnect");
  genesys.say("close", { reason: "reconnect" });
  await genesys.expect("event");
  await genesys.expect("closed");
  genesys.socket.close();
  await stopped;
  assertEquals(server.sink.ends.map(({ reason }) => reason), ["server_stop"]);
});

Deno.test("audiohookRoute() refuses with 503 where there is no room, as any door", async () => {
  await using server = serveAudiohook({}, { registry: new SessionRegistry(0) });
  const { hostname, port } = new URL(server.url);
  const response = await fetch(`http://${hostname}:${port}/v1/audiohook`);
  assertEquals(response.status, 503);
  await response.body?.cancel();
  assertEquals(server.sink.refusals.map(({ code }) => code), ["overloaded"]);
});

Deno.test("audiohookRoute() keeps a fault to the session that has it", async () => {
  await using server = serveAudiohook();
  const good = await Genesys.dial(server.url);
  await good.open();
  for (const bad of ["{", new Uint8Array(3), "x".repeat(70_000)]) {
    const other = await Genesys.dial(server.url);
    await other.open({ media: [{ ...OPEN.media[1], format: "L16" }] });
    other.socket.send(bad);
    await other.expect("disconnect");
    await other.close();
  }
  good.say("ping");
  await good.expect("pong");
  good.socket.send(SPEECH);
  await good.close();
});
