import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { interleave } from "../../../src/audio/interleaved.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import { JAMBONZ } from "../../../src/session/wires/jambonz_listener.ts";
import { chunks, speechLike } from "../_signals.ts";
import {
  assertSameWindows,
  assertStormIsAnswered,
  refusalOf,
  runCall,
} from "./_wire_dialogs.ts";

fc.configureGlobal({ seed: 2_026 });

function attributes(fields: object = {}): string {
  return JSON.stringify({
    sampleRate: 8_000,
    mixType: "mono",
    callSid: "9fb35c28",
    direction: "inbound",
    from: "+15083084809",
    ...fields,
  });
}

const DTMF = '{"event":"dtmf","dtmf":"5","duration":"1600"}';
const EVEN = new Uint8Array(320);

for (const sampleRate of [8_000, 16_000, 24_000, 48_000]) {
  Deno.test(`JAMBONZ gives the windows of the native protocol at ${sampleRate} Hz`, async () => {
    const bytes = encodeSamples("pcm_s16le", speechLike(4, sampleRate));
    const call = await runCall(JAMBONZ, [
      attributes({ sampleRate }),
      DTMF,
      ...chunks(bytes, [sampleRate / 25, 2, 5_000]),
    ]);
    assertEquals(call.sink.calls[0]!.callId, "9fb35c28");
    await assertSameWindows(call, {
      encoding: "pcm_s16le",
      sampleRateHz: sampleRate,
      channels: [{ role: "customer" }],
    }, bytes);
  });
}

Deno.test("JAMBONZ hears the customer of stereo, on the side that the verb's metadata names", async () => {
  const voices = [speechLike(4, 8_000), speechLike(4, 8_000, { pitchHz: 210 })];
  const both = encodeSamples("pcm_s16le", interleave(voices));
  const format = {
    encoding: "pcm_s16le" as const,
    sampleRateHz: 8_000,
    channels: [{ role: "customer" as const }],
  };
  for (
    const [side, roles] of [
      [0, undefined],
      [1, "left=agent,right=customer"],
    ] as const
  ) {
    const call = await runCall(JAMBONZ, [
      attributes({ mixType: "stereo", roles }),
      ...chunks(both, [640, 4]),
    ]);
    const alone = encodeSamples("pcm_s16le", voices[side]!);
    await assertSameWindows(call, format, alone);
  }
});

Deno.test("JAMBONZ takes what a fork has kept while its socket was stalled, and an empty message", async () => {
  const bytes = encodeSamples("pcm_s16le", speechLike(4, 48_000));
  const empty = new Uint8Array();
  const call = await runCall(JAMBONZ, [
    attributes({ sampleRate: 48_000 }),
    empty,
    bytes,
    empty,
  ]);
  await assertSameWindows(call, {
    encoding: "pcm_s16le",
    sampleRateHz: 48_000,
    channels: [{ role: "customer" }],
  }, bytes);
});

Deno.test("JAMBONZ is refused as mixed unless a purpose is named", async () => {
  const mixed = attributes({ mixType: "mixed" });
  const { code, reason } = await refusalOf(JAMBONZ, [mixed]);
  assertEquals(code, "role_refused");
  assertStringIncludes(reason, "ANALYSE_MIXED");
  const settings = { mixedPurpose: "no-employee" } as const;
  const { sink } = await runCall(JAMBONZ, [mixed], { settings });
  assertEquals(sink.calls[0]!.channels[0]!.role, "mixed");
});

for (
  const [name, said, code] of [
    ["audio before the call's attributes", [EVEN], "not_open"],
    ["two calls on a socket", [attributes(), attributes()], "already_open"],
    ["half a sample", [attributes(), new Uint8Array(321)], "bad_audio"],
    ["64 kHz", [attributes({ sampleRate: 64_000 })], "unsupported_rate"],
    [
      "a mix it does not know",
      [attributes({ mixType: "quad" })],
      "bad_message",
    ],
    ["text that is not JSON", ["hello"], "bad_json"],
    ["a list", ["[]"], "bad_message"],
  ] as const
) {
  Deno.test(`JAMBONZ refuses ${name} with ${code}`, async () => {
    assertEquals((await refusalOf(JAMBONZ, said)).code, code);
  });
}

Deno.test("JAMBONZ answers 20,000 random and mutated messages and leaves nothing behind", async () => {
  await assertStormIsAnswered(
    () => JAMBONZ,
    [attributes(), attributes({ mixType: "stereo" }), DTMF],
  );
});
