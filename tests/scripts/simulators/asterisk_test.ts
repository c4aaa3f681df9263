import { assertEquals } from "@std/assert";
import { asterisk } from "../../../scripts/_simulators/asterisk.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import { resampled } from "../../../src/training/whole_signal.ts";
import {
  assertRefused,
  assertUnclean,
  assertWindows,
  callOther,
  callServer,
  VOICES,
} from "./_calls.ts";

const FORMATS = [
  ["ulaw", "mulaw", 8_000, "plain-text"],
  ["alaw", "alaw", 8_000, "json"],
  ["slin", "pcm_s16le", 8_000, "plain-text"],
  ["slin16", "pcm_s16le", 16_000, "json"],
  ["slin48", "pcm_s16le", 48_000, "json"],
] as const;
const roles = "media=customer";

for (const [format, encoding, sampleRateHz, control] of FORMATS) {
  Deno.test(`asterisk calls this server with ${format} and ${control}, and its windows are the native ones`, async () => {
    const voice = VOICES[0]!;
    const bytes = encodeSamples(
      encoding,
      sampleRateHz === 16_000 ? voice : resampled(voice, 16_000, sampleRateHz),
    );
    const call = await callServer("asterisk", asterisk, {
      options: { format, control, roles },
    });
    assertEquals(call.passed, "150 of 150 messages, 3.0 s");
    assertEquals(call.sink.calls[0]!.callId, "1795514685.7");
    await assertWindows(call, {
      encoding,
      sampleRateHz,
      channels: [{ role: "customer" }],
    }, bytes);
  });
}

Deno.test("asterisk does not call it clean if this server refuses the call", async () => {
  await assertRefused("asterisk", asterisk, [
    [{}, "closed with 1008 role_refused"],
    [{ options: { roles }, credential: "wrong" }, "must open a socket"],
    [{ options: { roles }, credential: undefined }, "must open a socket"],
    [{ options: { format: "opus" } }, "format must be one of ulaw"],
  ]);
});

Deno.test("asterisk is as strict as Asterisk", async () => {
  const protocol = "media";
  await assertUnclean(asterisk, [
    [{}, 'must agree to "media"'],
    [{ protocol, says: [new Uint8Array(160)] }, "no audio into the call"],
    [
      { protocol, says: ['{"type":"prediction"}'] },
      "commands of at most 128 bytes",
    ],
    [{ protocol, says: ["GET_STATUS" + " ".repeat(128)] }, "at most 128"],
    [{ protocol, closes: 1000 }, "must not hang up"],
  ]);
  await callOther(asterisk, {
    protocol,
    says: ["GET_STATUS", '{"command":"MARK_MEDIA","correlation_id":"a"}'],
  });
});
