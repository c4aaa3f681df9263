import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import type { Prediction } from "../../../src/protocol/native/messages.ts";
import { VONAGE } from "../../../src/session/wires/vonage_listener.ts";
import { runSession } from "../_fakes.ts";
import { chunks, speechLike } from "../_signals.ts";
import {
  assertSameWindows,
  assertStormIsAnswered,
  refusalOf,
  runCall,
} from "./_wire_dialogs.ts";

fc.configureGlobal({ seed: 2_026 });

const MIXED = { mixedPurpose: "no-employee" } as const;

function connected(rateHz = 16_000, fields: object = {}): string {
  return JSON.stringify({
    event: "websocket:connected",
    "content-type": `audio/l16;rate=${rateHz}`,
    ...fields,
  });
}

function speech(rateHz: number): Uint8Array {
  return encodeSamples("pcm_s16le", speechLike(4, rateHz));
}

for (const rateHz of [8_000, 16_000, 24_000]) {
  Deno.test(`VONAGE gives the windows of the native protocol at ${rateHz} Hz`, async () => {
    const bytes = speech(rateHz);
    const call = await runCall(VONAGE, [
      connected(rateHz, { callId: "c-1" }),
      ...chunks(bytes, [rateHz / 25, 2, 1_000]),
      '{"event":"websocket:dtmf","digit":"5","duration":260}',
    ], { settings: MIXED });
    assertEquals(call.sink.calls[0]!.callId, "c-1");
    await assertSameWindows(call, {
      encoding: "pcm_s16le",
      sampleRateHz: rateHz,
      channels: [{ role: "mixed" }],
    }, bytes);
  });
}

Deno.test("VONAGE has the windows of the 16 kHz recording at every rate, to the position", async () => {
  const whole = await runSession({
    encoding: "pcm_s16le",
    sampleRateHz: 16_000,
    channels: [{ role: "mixed" }],
  }, [speech(16_000)]);
  for (const rateHz of [8_000, 24_000]) {
    const { sink } = await runCall(
      VONAGE,
      [connected(rateHz), ...chunks(speech(rateHz), [rateHz / 25])],
      { settings: MIXED },
    );
    assertEquals(windows(sink.predictions), windows(whole.predictions));
  }
});

/** Where the windows lie, and whether speech was heard in them. */
function windows(predictions: readonly Prediction[]) {
  return predictions.map(({ index, startMs, endMs, state }) => [
    index,
    startMs,
    endMs,
    state === "no_speech",
  ]);
}

Deno.test("VONAGE names a call by its session if the NCCO does not", async () => {
  const { sink } = await runCall(VONAGE, [connected()], { settings: MIXED });
  const [{ callId, streamId, channels }] = sink.calls as [typeof sink.calls[0]];
  assertEquals([callId, streamId], ["s-1", "s-1"]);
  assertEquals(channels, [{ direction: "mixed", place: 0, role: "mixed" }]);
});

Deno.test("VONAGE is refused as mixed unless a purpose is named, or the leg is said to be isolated", async () => {
  const { code, closeCode, reason } = await refusalOf(VONAGE, [connected()]);
  assertEquals([code, closeCode], ["role_refused", 1008]);
  assertStringIncludes(reason, "ANALYSE_MIXED");
  const isolated = connected(16_000, { roles: "mixed=customer" });
  const { sink } = await runCall(VONAGE, [isolated, speech(8_000)]);
  assertEquals(sink.predictions[0]!.role, "customer");
  const agent = connected(16_000, { roles: "mixed=agent" });
  assertEquals((await refusalOf(VONAGE, [agent])).code, "role_refused");
});

for (
  const [name, said, code] of [
    ["audio before the first message", [new Uint8Array(640)], "not_open"],
    ["two first messages", [connected(), connected()], "already_open"],
    ["half a sample", [connected(), new Uint8Array(641)], "bad_audio"],
    ["another rate", [connected(44_100)], "unsupported_encoding"],
    ["text that is not JSON", [connected(), "hello"], "bad_json"],
    [
      "65,537 bytes",
      [connected(), new Uint8Array(65_537)],
      "message_too_large",
    ],
  ] as const
) {
  Deno.test(`VONAGE refuses ${name} with ${code}`, async () => {
    const refusal = await refusalOf(VONAGE, said, { settings: MIXED });
    assertEquals(refusal.code, code);
  });
}

Deno.test("VONAGE answers 20,000 random and mutated messages and leaves nothing behind", async () => {
  await assertStormIsAnswered(
    () => VONAGE,
    [connected(), connected(8_000, { roles: "mixed=customer" })],
    { settings: MIXED },
  );
});
