import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { interleave } from "../../../src/audio/interleaved.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import type { AudioFormat } from "../../../src/session/audio_format.ts";
import { livekitWire } from "../../../src/session/wires/livekit_listener.ts";
import { FakeClock, fakeDeps, fakeModel, settle } from "../_fakes.ts";
import { chunks, concat, silence, speechLike } from "../_signals.ts";
import {
  assertSameWindows,
  assertStormIsAnswered,
  openDialog,
  refusalOf,
  runCall,
  say,
} from "./_wire_dialogs.ts";

fc.configureGlobal({ seed: 2_026 });

const CUSTOMER = { roles: "track=customer" };
const FORMAT: AudioFormat = {
  encoding: "pcm_s16le",
  sampleRateHz: 48_000,
  channels: [{ role: "customer" }],
};
/** 10 ms of 48 kHz in two channels, as the egress sends it. */
const BUFFER_BYTES = 1_920;

function mono(samples: Float32Array): Uint8Array {
  return encodeSamples("pcm_s16le", samples);
}

function stereo(samples: Float32Array): Uint8Array {
  return encodeSamples("pcm_s16le", interleave([samples, samples]));
}

Deno.test("livekitWire() gives the windows of the native protocol, of the first of two channels", async () => {
  const speech = speechLike(4, 48_000);
  const other = speechLike(4, 48_000, { pitchHz: 210 });
  const both = encodeSamples("pcm_s16le", interleave([speech, other]));
  const call = await runCall(
    livekitWire({ ...CUSTOMER, callId: "room", streamId: "TR_1" }),
    [...chunks(both, [BUFFER_BYTES, 4, 60_000])],
  );
  const { callId, streamId } = call.sink.calls[0]!;
  assertEquals([callId, streamId], ["room", "TR_1"]);
  await assertSameWindows(call, FORMAT, mono(speech));
});

Deno.test("livekitWire() takes one channel and another rate if the URL says so", async () => {
  const speech = mono(speechLike(4, 16_000));
  const url = { ...CUSTOMER, sampleRate: "16000", channels: "1" };
  const call = await runCall(livekitWire(url), [...chunks(speech, [320, 2])]);
  await assertSameWindows(call, { ...FORMAT, sampleRateHz: 16_000 }, speech);
});

/** What is said when. */
type Timed = readonly [atMs: number, said: string | Uint8Array];

/** Speech from `atMs` on, each buffer as soon as it is spoken. */
function spoken(atMs: number, samples: Float32Array): Timed[] {
  return [...chunks(stereo(samples), [BUFFER_BYTES])]
    .map((bytes, i) => [atMs + 10 * (i + 1), bytes]);
}

/** Says things at their times; the call ends at `endMs`. */
async function callAtPace(
  events: readonly Timed[],
  endMs: number,
  parameters: Record<string, string> = CUSTOMER,
) {
  const clock = new FakeClock();
  const call = openDialog(livekitWire(parameters), {
    deps: fakeDeps(fakeModel(), clock),
  });
  for (const [atMs, said] of events.toSorted(([a], [b]) => a - b)) {
    clock.nowMs = atMs;
    say(call.dialog, said);
    await settle();
  }
  clock.nowMs = endMs;
  call.dialog.end();
  await settle();
  return call;
}

const FIRST = speechLike(2, 48_000);
const SECOND = speechLike(2, 48_000, { pitchHz: 210 });
const MUTED = '{"muted":true}';
const UNMUTED = '{"muted":false}';

Deno.test("livekitWire() hears silence as long as a mute that stops the audio", async () => {
  const call = await callAtPace([
    ...spoken(0, FIRST),
    [2_500, MUTED],
    [4_990, UNMUTED],
    ...spoken(5_000, SECOND),
  ], 7_000);
  await assertSameWindows(
    call,
    FORMAT,
    mono(concat(FIRST, silence(3, 48_000), SECOND)),
  );
  const [end] = call.sink.ends;
  assertEquals(end!.losses.silenceMs, 3_000);
});

Deno.test("livekitWire() adds nothing to a mute in which the audio goes on as silence", async () => {
  const call = await callAtPace([
    ...spoken(0, FIRST),
    ...spoken(2_000, silence(3, 48_000)),
    [2_505, MUTED],
    [4_995, UNMUTED],
    ...spoken(5_000, SECOND),
  ], 7_000);
  await assertSameWindows(
    call,
    FORMAT,
    mono(concat(FIRST, silence(3, 48_000), SECOND)),
  );
  assertEquals(call.sink.ends[0]!.losses.silenceMs, 0);
});

Deno.test("livekitWire() hears silence before a track that begins muted and after one that ends muted", async () => {
  const call = await callAtPace([
    [0, MUTED],
    [1_000, UNMUTED],
    ...spoken(1_000, FIRST),
    [3_500, MUTED],
  ], 5_000);
  await assertSameWindows(
    call,
    FORMAT,
    mono(concat(silence(1, 48_000), FIRST, silence(2, 48_000))),
  );
});

Deno.test("livekitWire() has true positions after half an hour of mute, and holds a minute of audio for it", async () => {
  const muteMs = 1_800_000;
  const call = await callAtPace([
    ...spoken(0, FIRST),
    [2_500, MUTED],
    [2_000 + muteMs, UNMUTED],
    ...spoken(2_000 + muteMs, SECOND),
  ], 4_000 + muteMs);
  while (call.sink.ends.length === 0) await settle();
  const [end] = call.sink.ends;
  assert(end !== undefined && end.reason !== "fault");
  assertEquals(end.report.totals.audioMs, 64_000);
  assertEquals(
    [end.losses.silenceMs, end.losses.leftOutMs],
    [60_000, muteMs - 60_000],
  );
  const { predictions } = call.sink;
  assertEquals(predictions.at(-1)!.endMs, 4_000 + muteMs);
  const after = predictions.filter(({ startMs }) => startMs > 62_000);
  assertEquals(after[0]!.startMs, 2_000 + muteMs);
  assertEquals(call.budget.heldBytes, 0);
});

Deno.test("livekitWire() refuses a track whose role nobody has named, with its first message", async () => {
  for (const first of [UNMUTED, new Uint8Array(BUFFER_BYTES)]) {
    const { code, reason } = await refusalOf(livekitWire({}), [first]);
    assertEquals(code, "role_refused");
    assertStringIncludes(reason, "livekit.track");
  }
});

const EVEN = new Uint8Array(BUFFER_BYTES);
for (
  const [name, parameters, said, code] of [
    ["half a sample", {}, [EVEN, new Uint8Array(1_921)], "bad_audio"],
    ["one sample of two", {}, [EVEN, new Uint8Array(1_922)], "bad_audio"],
    ["a mute that is neither", {}, [EVEN, '{"muted":"yes"}'], "bad_message"],
    ["text that is not JSON", {}, ["hello"], "bad_json"],
    ["three channels", { channels: "3" }, [EVEN], "bad_message"],
    ["an impossible rate", { sampleRate: "96000" }, [EVEN], "unsupported_rate"],
    ["an agent", { roles: "track=agent" }, [EVEN], "role_refused"],
  ] as const
) {
  Deno.test(`livekitWire() refuses ${name} with ${code}`, async () => {
    const wire = livekitWire({ ...CUSTOMER, ...parameters });
    assertEquals((await refusalOf(wire, said)).code, code);
  });
}

Deno.test("livekitWire() answers 20,000 random and mutated messages and leaves nothing behind", async () => {
  await assertStormIsAnswered(
    () => livekitWire(CUSTOMER),
    [MUTED, UNMUTED, "{}"],
  );
});
