import { assert, assertEquals, assertRejects } from "@std/assert";
import type { AudioFormat } from "../../src/session/audio_format.ts";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import {
  classifyAudio,
  classifyPieces,
} from "../../src/session/classify_audio.ts";
import {
  fakeDeps,
  fakeModel,
  fakeScore,
  runSession,
  timeless,
} from "./_fakes.ts";
import { chunks, pcm16, speechLike } from "./_signals.ts";

const SPEECH = speechLike(5);
/** The speech as 16 bits hold it, so that every encoding says the same. */
const SAMPLES = Float32Array.from(
  SPEECH,
  (x) => Math.max(-32_768, Math.min(32_767, Math.round(x * 32_768))) / 32_768,
);

function recordingOf(...channels: Float32Array[]) {
  return { sampleRateHz: 16_000, channels };
}

for (const samples of [1, 320, 16_000]) {
  Deno.test(`classifyAudio() says what streaming ${samples} samples at a time says`, async () => {
    const streamed = await runSession({
      encoding: "pcm_s16le",
      sampleRateHz: 16_000,
      channels: [{ role: "customer" }],
    }, chunks(pcm16(SPEECH), [2 * samples]));
    const { predictions, summary } = await classifyAudio(
      fakeModel(),
      recordingOf(SAMPLES),
    );
    assertEquals(timeless(predictions), timeless(streamed.predictions));
    assertEquals(summary, streamed.report!.summary);
  });
}

Deno.test("classifyAudio() leaves nothing out, however slow the machine is", async () => {
  const now = performance.now;
  let nowMs = 0;
  performance.now = () => nowMs += 10_000;
  try {
    const { predictions } = await classifyAudio(
      fakeModel(),
      { sampleRateHz: 16_000, channels: [speechLike(12)] },
    );
    assertEquals(predictions.map(({ index }) => index), [
      ...Array(24).keys(),
    ]);
  } finally {
    performance.now = now;
  }
});

Deno.test("classifyAudio() has its windows wait for no others, as a call's do", async () => {
  const urgent = new Set<boolean | undefined>();
  const model = fakeModel((request) => {
    urgent.add(request.isUrgent);
    return fakeScore(request);
  });
  await classifyAudio(model, recordingOf(SPEECH));
  assertEquals([...urgent], [true]);
  urgent.clear();
  const format: AudioFormat = {
    encoding: "pcm_s16le",
    sampleRateHz: 16_000,
    channels: [{ role: "customer" }],
  };
  await runSession(format, [pcm16(SPEECH)], fakeDeps(model));
  assertEquals([...urgent], [undefined]);
});

Deno.test("classifyAudio() takes one channel for the customer, and of two the second for the agent", async () => {
  const one = await classifyAudio(fakeModel(), recordingOf(SAMPLES));
  assertEquals(one.summary.map(({ role }) => role), ["customer"]);
  const two = await classifyAudio(fakeModel(), recordingOf(SAMPLES, SAMPLES));
  assertEquals(two.summary.map(({ role }) => role), ["customer", "agent"]);
});

Deno.test("classifyAudio() takes the roles it is given", async () => {
  const { predictions } = await classifyAudio(
    fakeModel(),
    recordingOf(SAMPLES),
    ["mixed"],
  );
  assert(predictions.every(({ role }) => role === "mixed"));
});

Deno.test("classifyAudio() hears nothing in nothing", async () => {
  const { predictions, summary } = await classifyAudio(
    fakeModel(),
    recordingOf(new Float32Array(0)),
  );
  assertEquals(predictions, []);
  assertEquals(summary[0]!.label, null);
});

Deno.test("classifyAudio() refuses what a client could not stream", async () => {
  const refused = async (
    recording: Parameters<typeof classifyAudio>[1],
    roles?: Parameters<typeof classifyAudio>[2],
  ) =>
    (await assertRejects(
      () => classifyAudio(fakeModel(), recording, roles),
      ProtocolError,
    )).code;
  const channels = [SAMPLES];
  assertEquals(
    await refused({ sampleRateHz: 96_000, channels }),
    "unsupported_rate",
  );
  assertEquals(await refused(recordingOf()), "unsupported_channels");
  assertEquals(
    await refused(recordingOf(SAMPLES, SAMPLES, SAMPLES)),
    "unsupported_channels",
  );
  assertEquals(
    await refused(recordingOf(SAMPLES), ["customer", "agent"]),
    "unsupported_channels",
  );
  assertEquals(
    await refused(recordingOf(Float32Array.of(0, NaN))),
    "bad_audio",
  );
});

Deno.test("classifyAudio() rejects with what the model threw as the cause", async () => {
  const model = fakeModel(() => Promise.reject(new Error("broken")));
  const error = await assertRejects(
    () => classifyAudio(model, recordingOf(SAMPLES)),
    ProtocolError,
  );
  assertEquals(error.code, "internal");
  assertEquals((error.cause as Error).message, "broken");
});

Deno.test("classifyPieces() asks for no piece before the last one is heard", async () => {
  let asked = 0;
  let scored = 0;
  const model = fakeModel((request) => {
    scored++;
    return fakeScore(request);
  });
  const heard: number[] = [];
  function* pieces() {
    for (let at = 0; at < SAMPLES.length; at += 16_000) {
      asked++;
      heard.push(scored);
      yield [SAMPLES.subarray(at, at + 16_000)];
    }
  }
  await classifyPieces(model, {
    sampleRateHz: 16_000,
    channelCount: 1,
    pieces: pieces(),
  });
  assertEquals(asked, 5);
  assertEquals(heard, [0, 1, 3, 5, 7]);
});

Deno.test("classifyPieces() passes on what a piece throws", async () => {
  function* pieces() {
    yield [SAMPLES.subarray(0, 16_000)];
    throw new SyntaxError("a broken piece");
  }
  await assertRejects(
    () =>
      classifyPieces(fakeModel(), {
        sampleRateHz: 16_000,
        channelCount: 1,
        pieces: pieces(),
      }),
    SyntaxError,
    "a broken piece",
  );
});
