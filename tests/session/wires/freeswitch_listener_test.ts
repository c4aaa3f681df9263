import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { interleave } from "../../../src/audio/interleaved.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import { freeswitchWire } from "../../../src/session/wires/freeswitch_listener.ts";
import { chunks, speechLike } from "../_signals.ts";
import {
  assertSameWindows,
  assertStormIsAnswered,
  type DialogOptions,
  refusalOf,
  runCall,
  type Said,
} from "./_wire_dialogs.ts";

fc.configureGlobal({ seed: 2_026 });

const MONO = { mixType: "mono", sampleRate: "8000" };
const STEREO = { mixType: "stereo", sampleRate: "16000" };

const VOICES = [
  speechLike(4, 16_000),
  speechLike(4, 16_000, { pitchHz: 210 }),
];
const [CALLER, CALLEE] = VOICES.map((voice) =>
  encodeSamples("pcm_s16le", voice)
);
const BOTH = encodeSamples("pcm_s16le", interleave(VOICES));
const NARROW = encodeSamples("pcm_s16le", speechLike(4, 8_000));

function run(
  parameters: Record<string, string>,
  said: Said[],
  options?: DialogOptions,
) {
  return runCall(freeswitchWire(parameters), said, options);
}

const format = (
  sampleRateHz: number,
  ...roles: ("agent" | "customer" | "mixed")[]
) => ({
  encoding: "pcm_s16le" as const,
  sampleRateHz,
  channels: roles.map((role) => ({ role })),
});

Deno.test("freeswitchWire() gives the windows of the native protocol for mono, told by the URL alone", async () => {
  const call = await run(MONO, [...chunks(NARROW, [320, 2, 960])]);
  await assertSameWindows(call, format(8_000, "customer"), NARROW);
});

Deno.test("freeswitchWire() gives the windows of the native protocol for mono, told by metadata alone", async () => {
  const metadata = { mixType: "mono", sampleRate: 8_000, callId: "9b1c" };
  const call = await run({}, [
    JSON.stringify(metadata),
    ...chunks(NARROW, [640]),
  ]);
  assertEquals(call.sink.calls[0]!.callId, "9b1c");
  await assertSameWindows(call, format(8_000, "customer"), NARROW);
});

Deno.test("freeswitchWire() hears the customer of stereo, whichever side that is", async () => {
  const left = await run(STEREO, [...chunks(BOTH, [1_280, 4])]);
  await assertSameWindows(left, format(16_000, "customer"), CALLER!);
  const roles = "left=agent,right=customer";
  const right = await run({ ...STEREO, roles }, [...chunks(BOTH, [1_280])]);
  await assertSameWindows(right, format(16_000, "customer"), CALLEE!);
  const settings = { agentPurpose: "safety" } as const;
  const both = await run(STEREO, [...chunks(BOTH, [1_280])], { settings });
  await assertSameWindows(both, format(16_000, "customer", "agent"), BOTH);
});

Deno.test("freeswitchWire() refuses mixed audio unless a purpose is named", async () => {
  const mixed = { ...MONO, mixType: "mixed" };
  const { code, reason } = await refusalOf(freeswitchWire(mixed), [
    NARROW.slice(0, 320),
  ]);
  assertEquals(code, "role_refused");
  assertStringIncludes(reason, "ANALYSE_MIXED");
  const settings = { mixedPurpose: "non-eu" } as const;
  const call = await run(mixed, [...chunks(NARROW, [320])], { settings });
  await assertSameWindows(call, format(8_000, "mixed"), NARROW);
});

Deno.test("freeswitchWire() puts metadata before the URL, and leaves later texts to their writer", async () => {
  const call = await run({ ...MONO, callId: "url" }, [
    '{"sampleRate":16000,"callId":"metadata"}',
    ...chunks(CALLER!, [640]),
    '{"sampleRate":8000,"mixType":"quad"}',
    "bye",
  ]);
  assertEquals(call.sink.calls[0]!.callId, "metadata");
  await assertSameWindows(call, format(16_000, "customer"), CALLER!);
});

Deno.test("freeswitchWire() begins with metadata that is no JSON, if the URL has told it all", async () => {
  const call = await run(MONO, ["call of Anna", ...chunks(NARROW, [320])]);
  await assertSameWindows(call, format(8_000, "customer"), NARROW);
});

Deno.test("freeswitchWire() waits for the rest of what the URL has told in part", async () => {
  const call = await run({ mixType: "mono" }, [
    "hello",
    '{"tenant":"a"}',
    '{"sampleRate":8000}',
    ...chunks(NARROW, [320]),
  ]);
  await assertSameWindows(call, format(8_000, "customer"), NARROW);
});

Deno.test("freeswitchWire() takes an empty message for nothing, before audio and after", async () => {
  const empty = new Uint8Array();
  const call = await run({}, [
    empty,
    '{"mixType":"mono","sampleRate":8000}',
    NARROW,
    empty,
  ]);
  await assertSameWindows(call, format(8_000, "customer"), NARROW);
});

Deno.test("freeswitchWire() takes what a fork has kept while its socket was stalled", async () => {
  const long = new Uint8Array(5 * 48_000 * 4);
  const call = await run({ ...STEREO, sampleRate: "48000" }, [long]);
  assertEquals(call.sink.ends[0]!.reason, "socket_closed");
});

const EVEN = NARROW.slice(0, 320);
for (
  const [name, parameters, said, code] of [
    ["audio of which nothing was told", {}, [EVEN], "not_open"],
    ["audio without a rate", { mixType: "mono" }, [EVEN], "not_open"],
    ["audio without a mix", { sampleRate: "8000" }, ["hi", EVEN], "not_open"],
    ["half a sample", MONO, [new Uint8Array(321)], "bad_audio"],
    ["one sample of two", STEREO, [new Uint8Array(322)], "bad_audio"],
    [
      "an impossible rate",
      { ...MONO, sampleRate: "64000" },
      [EVEN],
      "unsupported_rate",
    ],
    [
      "a mix it does not know",
      { ...MONO, mixType: "quad" },
      [EVEN],
      "bad_message",
    ],
    [
      "metadata that breaks a rule",
      MONO,
      ['{"sampleRate":"8k"}'],
      "bad_message",
    ],
    [
      "a role it does not know",
      { ...MONO, roles: "mono=boss" },
      [EVEN],
      "role_refused",
    ],
  ] as const
) {
  Deno.test(`freeswitchWire() refuses ${name} with ${code}`, async () => {
    const refusal = await refusalOf(freeswitchWire(parameters), said);
    assertEquals(refusal.code, code);
  });
}

Deno.test("freeswitchWire() answers 20,000 random and mutated messages and leaves nothing behind", async () => {
  const urls = [{}, MONO, STEREO, { mixType: "mixed", sampleRate: "8000" }];
  let turn = 0;
  await assertStormIsAnswered(
    () => freeswitchWire(urls[turn++ % urls.length]!),
    ['{"mixType":"mono","sampleRate":8000,"callId":"a"}', "call of Anna"],
  );
});
