/**
 * What Genesys's own suite asks of a server before it is let near Genesys Cloud: the
 * twelve behaviours that are not a transcriber's, over a real socket.
 */
import { assert, assertEquals } from "@std/assert";
import { SESSION_ID } from "../protocol/audiohook/_messages.ts";
import { media, speech } from "../session/wires/audiohook/_client.ts";
import { AGENTS, Genesys, serveAudiohook } from "./_audiohook_socket.ts";

const SPEECH = speech(0.2) as Uint8Array<ArrayBuffer>;

/** The last message before the end: of the session, and with the numbers of both ends. */
function assertLast(
  genesys: Genesys,
  { version, id, seq, clientseq }: Awaited<ReturnType<Genesys["next"]>>,
): void {
  assertEquals(
    { version, id, seq, clientseq },
    {
      version: "2",
      id: SESSION_ID,
      seq: genesys.serverSeq,
      clientseq: genesys.seq,
    },
  );
}

const OFFERS: readonly [string, readonly (readonly string[])[]][] = [
  ["both and either", [["external", "internal"], ["external"], ["internal"]]],
  ["both and either, swapped", [
    ["internal", "external"],
    ["internal"],
    ["external"],
  ]],
  ["both alone", [["external", "internal"]]],
  ["the external side alone", [["external"]]],
  ["the internal side alone", [["internal"]]],
];

for (const [name, offer] of OFFERS) {
  for (const fields of [{}, AGENTS]) {
    const whose = fields === AGENTS ? "everybody" : "customers";
    Deno.test(`AudioHook of ${whose} opens with one medium of ${name}, unchanged, or none`, async () => {
      await using server = serveAudiohook({}, fields);
      const genesys = await Genesys.dial(server.url);
      const offered = offer.map((channels) => media(channels));
      const opened = await genesys.open({ media: offered });
      assertLast(genesys, opened);
      const { media: chosen } = opened.parameters as { media: unknown[] };
      assert(chosen.length <= 1);
      const texts = offered.map((medium) => JSON.stringify(medium));
      for (const medium of chosen) {
        assert(texts.includes(JSON.stringify(medium)));
      }
      if (fields === AGENTS) assertEquals(chosen, [offered[0]]);
      await genesys.close();
    });
  }
}

Deno.test("AudioHook answers ping by pong, and nothing comes between", async () => {
  await using server = serveAudiohook();
  const genesys = await Genesys.dial(server.url);
  await genesys.open();
  genesys.socket.send(speech(1.5) as Uint8Array<ArrayBuffer>);
  const ping = genesys.say("ping");
  const pong = await genesys.expect("pong");
  assertEquals([ping, pong.seq, pong.clientseq], [2, 2, 2]);
  await genesys.close();
});

Deno.test("AudioHook answers ping and close in their order", async () => {
  await using server = serveAudiohook();
  const genesys = await Genesys.dial(server.url);
  await genesys.open();
  genesys.say("ping");
  genesys.say("close");
  const pong = await genesys.expect("pong");
  assertEquals([pong.seq, pong.clientseq], [2, 2]);
  assertLast(genesys, await genesys.expect("closed"));
  genesys.socket.close();
});

/** What is said between open and close, and must leave the numbers right. */
const BETWEEN: readonly [string, (genesys: Genesys) => void | Promise<void>][] =
  [
    ["nothing", () => {}],
    ["an update that nobody waited to see confirmed", (genesys) => {
      genesys.say("update", { language: "en-US" });
    }],
    ["audio discarded that was never near", (genesys) => {
      genesys.say("discarded", { start: "PT6.3S", discarded: "PT0.3S" });
    }],
    ["an error", (genesys) => {
      genesys.say("error", { code: 400, message: "tough stuff" });
    }],
    ["a pause, said twice, and its end", (genesys) => {
      genesys.socket.send(SPEECH);
      genesys.say("paused");
      genesys.say("paused");
      genesys.say("resumed", { start: "PT0.2S", discarded: "PT10S" });
      genesys.socket.send(SPEECH);
    }],
    [
      "a pause with pings in it, the second as soon as the first is answered",
      async (genesys) => {
        genesys.socket.send(SPEECH);
        genesys.say("paused");
        for (const _ of [1, 2, 3]) {
          const ping = genesys.say("ping");
          assertEquals((await genesys.expect("pong")).clientseq, ping);
        }
        genesys.say("resumed", { start: "PT0.2S", discarded: "PT0S" });
      },
    ],
    ["a resume without a pause, which moves nothing", (genesys) => {
      genesys.socket.send(SPEECH);
      genesys.say("resumed", { start: "PT0.2S", discarded: "PT0S" });
      genesys.socket.send(SPEECH);
    }],
    ["seconds of audio, of which it was sent events", async (genesys) => {
      genesys.say("ping");
      await genesys.expect("pong");
      for (let n = 0; n < 8; n++) {
        genesys.socket.send(speech(0.5) as Uint8Array<ArrayBuffer>);
      }
      assertEquals((await genesys.expect("event")).clientseq, genesys.seq);
    }],
  ];

for (const [name, say] of BETWEEN) {
  Deno.test(`AudioHook says closed, last and with the right numbers, after ${name}`, async () => {
    await using server = serveAudiohook();
    const genesys = await Genesys.dial(server.url);
    await genesys.open();
    await say(genesys);
    assertLast(genesys, await genesys.close());
  });
}
