import { assertEquals } from "@std/assert";
import { livekit } from "../../../scripts/_simulators/livekit.ts";
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

const FORMAT = {
  encoding: "pcm_s16le" as const,
  sampleRateHz: 48_000,
  channels: [{ role: "customer" as const }],
};
const roles = "track=customer";
const VOICE = resampled(VOICES[0]!, 16_000, 48_000);

Deno.test("livekit calls this server, and its windows are the native ones", async () => {
  const call = await callServer("livekit", livekit, { options: { roles } });
  assertEquals(call.passed, "300 of 300 messages, 3.0 s");
  const { callId, streamId } = call.sink.calls[0]!;
  assertEquals([callId, streamId], ["support-room", "TR_AMqCb3bPTsDqRc"]);
  await assertWindows(call, FORMAT, encodeSamples("pcm_s16le", VOICE));
});

Deno.test("livekit sends silence while the track is muted", async () => {
  const call = await callServer("livekit", livekit, {
    options: { roles, mute: "1-2" },
  });
  const muted = VOICE.slice();
  muted.fill(0, 48_000, 96_000);
  await assertWindows(call, FORMAT, encodeSamples("pcm_s16le", muted));
  assertEquals(call.sink.ends[0]!.losses.silenceMs, 0);
});

Deno.test("livekit sends nothing while the track is muted, as older versions do", async () => {
  const heard: (string | number)[] = [];
  await callOther(livekit, {
    options: { mute: "1-2", muted: "nothing" },
    hears: (message) =>
      heard.push(typeof message === "string" ? message : message.byteLength),
  });
  assertEquals(heard, [
    ...Array(100).fill(1_920),
    '{"muted":true}',
    '{"muted":false}',
    ...Array(100).fill(1_920),
  ]);
});

Deno.test("livekit does not call it clean if this server refuses the call", async () => {
  await assertRefused("livekit", livekit, [
    [{}, "closed with 1008 role_refused"],
    [{ options: { roles }, credential: "wrong" }, "must open a socket"],
    [{ options: { roles }, credential: undefined }, "must open a socket"],
    [{ options: { mute: "2-1" } }, "FROM-TO in seconds"],
    [{ options: { mute: "soon" } }, "FROM-TO in seconds"],
  ]);
});

Deno.test("livekit is as strict as an egress that reads nothing", async () => {
  await assertUnclean(livekit, [
    [{ says: ["{}"] }, "nothing, as nobody reads it"],
    [{ says: [new Uint8Array(2)] }, "nothing, as nobody reads it"],
    [{ closes: 1000 }, "must not hang up"],
  ]);
  await callOther(livekit, {});
});
