import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import { ASTERISK_FORMATS } from "../../../src/protocol/asterisk/messages.ts";
import { asteriskWire } from "../../../src/session/wires/asterisk_listener.ts";
import { chunks, speechLike } from "../_signals.ts";
import {
  assertSameWindows,
  assertStormIsAnswered,
  refusalOf,
  runCall,
} from "./_wire_dialogs.ts";

fc.configureGlobal({ seed: 2_026 });

const CUSTOMER = asteriskWire({ roles: "media=customer" });

function plain(format: string): string {
  return `MEDIA_START connection_id:undertone channel:WebSocket/undertone/0x1 channel_id:1795514685.8 format:${format} optimal_frame_size:160 ptime:20`;
}

function json(format: string): string {
  return JSON.stringify({
    event: "MEDIA_START",
    "connection_id": "undertone",
    channel: "WebSocket/undertone/0x1",
    "channel_id": "1795514685.8",
    format,
    "optimal_frame_size": 160,
    ptime: 20,
  });
}

for (const [format, audio] of Object.entries(ASTERISK_FORMATS)) {
  Deno.test(`asteriskWire() gives the windows of the native protocol for ${format}, plain and JSON`, async () => {
    const { encoding, sampleRateHz } = audio;
    const bytes = encodeSamples(encoding, speechLike(4, sampleRateHz));
    for (const start of [plain(format), json(format)]) {
      const call = await runCall(CUSTOMER, [
        start,
        ...chunks(bytes, [sampleRateHz / 50 * 2, 2, 998]),
        "DTMF_END digit:5 channel_id:1795514685.8",
        "MEDIA_XOFF",
      ]);
      const { callId, streamId } = call.sink.calls[0]!;
      assertEquals([callId, streamId], [
        "1795514685.8",
        "WebSocket/undertone/0x1",
      ]);
      await assertSameWindows(call, {
        encoding,
        sampleRateHz,
        channels: [{ role: "customer" }],
      }, bytes);
    }
  });
}

Deno.test("asteriskWire() takes the names of a call from its URL, or from the channel of old versions", async () => {
  const old =
    "MEDIA_START connection_id:x channel:WebSocket/x format:ulaw optimal_frame_size:160";
  const namesOf = async (parameters: Record<string, string>) => {
    const wire = asteriskWire({ roles: "media=customer", ...parameters });
    const { callId, streamId } = (await runCall(wire, [old])).sink.calls[0]!;
    return [callId, streamId];
  };
  assertEquals(await namesOf({}), ["WebSocket/x", "WebSocket/x"]);
  assertEquals(await namesOf({ callId: "1.7", streamId: "tap" }), [
    "1.7",
    "tap",
  ]);
});

Deno.test("asteriskWire() refuses a channel whose role nobody has named", async () => {
  const { code, reason } = await refusalOf(asteriskWire({}), [plain("ulaw")]);
  assertEquals(code, "role_refused");
  assertStringIncludes(reason, "asterisk.media");
  const roles = { asterisk: { media: "customer" } } as const;
  const call = await runCall(asteriskWire({}), [plain("ulaw")], {
    settings: { roles },
  });
  assertEquals(call.sink.calls[0]!.channels[0]!.role, "customer");
});

for (
  const [name, said, code] of [
    ["audio before MEDIA_START", [new Uint8Array(160)], "not_open"],
    ["two MEDIA_STARTs", [plain("ulaw"), json("ulaw")], "already_open"],
    ["half a sample", [plain("slin"), new Uint8Array(321)], "bad_audio"],
    ["a codec", [plain("opus")], "unsupported_encoding"],
    ["words", ["hello there"], "bad_message"],
    ["broken JSON", ['{"event":'], "bad_json"],
  ] as const
) {
  Deno.test(`asteriskWire() refuses ${name} with ${code}`, async () => {
    assertEquals((await refusalOf(CUSTOMER, said)).code, code);
  });
}

Deno.test("asteriskWire() refuses a parameter of the URL that breaks its rule", async () => {
  const wire = asteriskWire({ callId: "x".repeat(300) });
  const { code, reason } = await refusalOf(wire, [plain("ulaw")]);
  assertEquals(code, "bad_message");
  assertStringIncludes(reason, '"the URL"');
});

Deno.test("asteriskWire() answers 20,000 random and mutated messages and leaves nothing behind", async () => {
  await assertStormIsAnswered(
    () => CUSTOMER,
    [plain("ulaw"), json("slin"), "DTMF_END digit:5", "MEDIA_XOFF"],
  );
});
