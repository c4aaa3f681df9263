import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { AudioAllowance } from "../../src/session/audio_allowance.ts";
import type { AudioFormat } from "../../src/session/audio_format.ts";
import {
  classifyAudio,
  classifyPieces,
} from "../../src/session/classify_audio.ts";
import { RateBudget } from "../../src/session/rate_budget.ts";
import { FakeClock, fakeDeps, fakeModel, recorded } from "./_fakes.ts";
import { pcm16, silence } from "./_signals.ts";

const MONO: AudioFormat = {
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
};
const STEREO: AudioFormat = {
  ...MONO,
  channels: [{ role: "customer" }, { role: "agent" }],
};
const SECOND = new Uint8Array(32_000);

/** So many seconds, once; a second more comes every second. */
function allowance(seconds: number, clock = new FakeClock()) {
  const rate = { perSecond: 1, burstSeconds: seconds };
  return new AudioAllowance(new RateBudget(rate, clock.now));
}

Deno.test("AudioAllowance counts seconds of every channel", () => {
  const clock = new FakeClock();
  const left = allowance(3, clock);
  left.take(SECOND, MONO);
  left.take(SECOND, STEREO);
  left.take(SECOND, STEREO);
  const { code, closeCode, retryMs } = assertThrows(
    () => left.take(SECOND, MONO),
    ProtocolError,
  );
  assertEquals([code, closeCode, retryMs], ["too_much_audio", 1013, 1]);
  clock.nowMs += 1;
  left.take(SECOND, MONO);
  clock.nowMs += 998;
  assertThrows(() => left.assertLeft(), ProtocolError);
  clock.nowMs += 2;
  left.assertLeft();
});

Deno.test("Session.push() takes from the allowance, and not for silence of its own", () => {
  const left = allowance(2);
  const { session } = recorded(MONO, { ...fakeDeps(), allowance: left });
  session.pushSilence(160_000);
  session.push(SECOND);
  session.push(SECOND);
  const { code } = assertThrows(() => session.push(SECOND), ProtocolError);
  assertEquals(code, "too_much_audio");
  session.end();
});

Deno.test("classifyPieces() hears a recording to its end, and makes the next one wait", async () => {
  const left = allowance(1);
  const recording = (seconds: number) => ({
    sampleRateHz: 16_000,
    channelCount: 1,
    pieces: Array.from({ length: seconds }, () => [silence(1)]),
  });
  const { summary } = await classifyPieces(
    fakeModel(),
    recording(5),
    undefined,
    left,
  );
  assert(summary[0]!.windows > 0);
  const { code, retryMs } = await assertRejects(
    () => classifyPieces(fakeModel(), recording(1), undefined, left),
    ProtocolError,
  );
  assertEquals([code, retryMs], ["too_much_audio", 4_000]);
});

Deno.test("classifyAudio() asks nobody without an allowance", async () => {
  assertEquals(pcm16(silence(1)).length, SECOND.length);
  const recording = { sampleRateHz: 16_000, channels: [silence(30)] };
  const { summary } = await classifyAudio(fakeModel(), recording);
  assert(summary[0]!.windows > 0);
});
