/**
 * The laws of a session: 1, 2, 3 (with a model that is not one), 4, 6, 7 and 8
 * of the architecture.
 */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import type { AudioFormat } from "../../src/session/audio_format.ts";
import { ByteBudget } from "../../src/session/byte_budget.ts";
import { FrontEnd } from "../../src/stream/front_end.ts";
import { Smoother } from "../../src/stream/smoother.ts";
import {
  FakeClock,
  fakeDeps,
  fakeEmbeddings,
  fakeModel,
  fakePosterior,
  fakeScore,
  GatedScore,
  GEOMETRY,
  joined,
  LABELS,
  recorded,
  runSession,
  settle,
  timeless,
} from "./_fakes.ts";
import { chunks, concat, pcm16, silence, speechLike } from "./_signals.ts";

fc.configureGlobal({ seed: 2_026 });

const MONO: AudioFormat = {
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
};

const STEREO: AudioFormat = {
  encoding: "pcm_s16le",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }, { role: "agent" }],
};

const SPEECH = pcm16(speechLike(6));
const SPEECH_AND_PAUSES = pcm16(
  concat(silence(0.7), speechLike(2.2), silence(4.1), speechLike(1.83)),
);
/** Two voices that take turns, 8 kHz. */
const DIALOGUE = pcm16(
  interleaved(
    concat(speechLike(3, 8_000), silence(3, 8_000)),
    concat(silence(3, 8_000), speechLike(3, 8_000, { pitchHz: 210 })),
  ),
);

function interleaved(left: Float32Array, right: Float32Array): Float32Array {
  return Float32Array.from(
    { length: 2 * left.length },
    (_, i) => (i % 2 ? right : left)[i >> 1]!,
  );
}

// Law 1: any chunking of the same bytes gives the same output, to the bit.

for (
  const [name, format, bytes, tick] of [
    ["mono", MONO, SPEECH_AND_PAUSES, 2],
    ["stereo", STEREO, DIALOGUE, 4],
  ] as const
) {
  Deno.test(`Session says the same of any chunking of ${name} audio`, async () => {
    const whole = await runSession(format, [bytes]);
    assertEquals(whole.faults, []);
    const sizes = fc.array(fc.integer({ min: 1, max: 20_000 }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (ticks) => {
        const cut = ticks.map((count) => count * tick);
        const parts = await runSession(format, chunks(bytes, cut));
        assertEquals(timeless(parts.predictions), timeless(whole.predictions));
        assertEquals(parts.report, whole.report);
      }),
      { numRuns: 12 },
    );
  });
}

Deno.test("Session says the same of audio sample by sample", async () => {
  const bytes = SPEECH.subarray(0, 2 * 24_000);
  const whole = await runSession(MONO, [bytes]);
  const single = await runSession(MONO, chunks(bytes, [2]));
  assertEquals(timeless(single.predictions), timeless(whole.predictions));
});

// Law 2: new input never changes old output.

for (const encoding of ["pcm_s16le", "mulaw", "alaw"] as const) {
  Deno.test(`Session.pushSilence() is heard as ${encoding} silence that was sent`, async () => {
    const format = { ...STEREO, encoding };
    const [before, between, after] = [
      speechLike(4, 8_000),
      24_000,
      speechLike(2, 8_000),
    ]
      .map((part) =>
        encodeSamples(
          encoding,
          typeof part === "number" ? new Float32Array(part) : part,
        )
      );
    const sent = await runSession(format, [before!, between!, after!]);
    const { session, transcript } = recorded(format);
    session.push(before!);
    session.pushSilence(0);
    session.pushSilence(12_000);
    session.push(after!);
    session.finish((report) => transcript.report = report);
    await settle();
    assertEquals(timeless(transcript.predictions), timeless(sent.predictions));
    assertEquals(transcript.report, sent.report);
  });
}

Deno.test("Session has said the same of a beginning, whatever came after", async () => {
  const whole = await runSession(MONO, [SPEECH_AND_PAUSES]);
  for (const seconds of [1, 2.5, 5]) {
    const { session, transcript } = recorded(MONO);
    session.push(SPEECH_AND_PAUSES.slice(0, seconds * 32_000));
    await settle();
    const count = transcript.predictions.length;
    assert(count > 0);
    assertEquals(
      timeless(transcript.predictions),
      timeless(whole.predictions.slice(0, count)),
    );
    session.end();
  }
});

// Law 3: streamed equals offline.

Deno.test("Session scores each window as the whole file's rows would be", async () => {
  const samples = speechLike(6);
  const { predictions } = await runSession(
    MONO,
    chunks(pcm16(samples), [640]),
  );
  const rows: number[] = [];
  new FrontEnd(16_000, FEATURES).push(
    Float32Array.from(samples, (x) => Math.round(x * 32_768) / 32_768),
    (run) => rows.push(...run),
  );
  const smoother = new Smoother();
  const complete = predictions.slice(0, -1);
  assertEquals(complete.length, 11);
  complete.forEach(({ index, startMs, endMs, state, posterior }) => {
    assertEquals(endMs, 985 + 480 * index);
    const [first, end] = [startMs / 10, (endMs - 25) / 10 + 1];
    assert(state !== "no_speech", `window ${index}`);
    const window = Float32Array.from(rows.slice(first * 64, end * 64));
    const { posterior: offline } = smoother.push(
      fakePosterior(fakeEmbeddings(window)),
    );
    LABELS.forEach((label, i) =>
      assertAlmostEquals(posterior![label]!, offline[i]!, 1e-5)
    );
  });
});

Deno.test("Session computes each embedding once, and none of silence", async () => {
  let computed = 0;
  const score = (request: Parameters<typeof fakeScore>[0]) => {
    const rows = joined(request.rows).length / 64;
    computed += rows && (rows - 25) / 8 + 1;
    return fakeScore(request);
  };
  await runSession(MONO, [SPEECH], fakeDeps(fakeModel(score)));
  assertEquals(computed, 10 + 10 * 6 + 3, "first, strides, tail");
  computed = 0;
  await runSession(
    MONO,
    [pcm16(silence(10))],
    fakeDeps(fakeModel(score)),
  );
  assertEquals(computed, 0);
});

// Law 4: after an hour positions are exact.

Deno.test("Session has exact positions after an hour of 8 kHz telephone audio", async () => {
  const format = { ...MONO, encoding: "mulaw", sampleRateHz: 8_000 } as const;
  const minute = new Uint8Array(60 * 8_000).fill(0xff);
  const { session, transcript } = recorded(format);
  for (let i = 0; i < 60; i++) {
    session.push(minute);
    await new Promise<void>((resolve) => session.flush(resolve));
  }
  session.push(Uint8Array.of(0xff));
  session.finish((report) => transcript.report = report);
  await settle();
  const { predictions, report } = transcript;
  assertEquals(predictions.length, 7_499);
  predictions.forEach(({ index, startMs, endMs }, i) => {
    assertEquals(index, i);
    if (i === 7_498) return;
    assertEquals(endMs, 985 + 480 * i);
    assertEquals(startMs, Math.max(0, endMs - 2_985));
  });
  assertEquals(predictions.at(-1)!.endMs, 3_600_000.125);
  assertEquals(report!.totals.audioMs, 3_600_000.125);
});

// Law 6: in order, one at a time; lag is told.

Deno.test("Session has one window in flight and answers in order", async () => {
  const gate = new GatedScore();
  const { session, transcript } = recorded(
    MONO,
    fakeDeps(fakeModel(gate.score)),
  );
  session.push(SPEECH);
  for (let answered = 0; answered < 11; answered++) {
    await settle();
    assertEquals(gate.waiting, 1);
    assertEquals(transcript.predictions.length, answered);
    await gate.release();
  }
  assertEquals(transcript.predictions.map(({ index }) => index), [
    ...Array(11).keys(),
  ]);
  assertEquals(gate.waiting, 0);
});

Deno.test("Session scores the channels of a window together, and sends them in order", async () => {
  const gate = new GatedScore();
  const both = pcm16(interleaved(speechLike(2, 8_000), speechLike(2, 8_000)));
  const { session, transcript } = recorded(
    STEREO,
    fakeDeps(fakeModel(gate.score)),
  );
  session.push(both);
  await settle();
  assertEquals(gate.waiting, 2);
  await gate.release();
  assertEquals(transcript.predictions.length, 0);
  await gate.release();
  assertEquals(
    transcript.predictions.map(({ index, channel, role }) => [
      index,
      channel,
      role,
    ]),
    [[0, 0, "customer"], [0, 1, "agent"]],
  );
  assertEquals(gate.waiting, 2);
});

/** Sends a second at a time at the pace of speech, while the model does not answer. */
async function overloaded(seconds: number, format = MONO) {
  const clock = new FakeClock();
  const gate = new GatedScore();
  const deps = fakeDeps(fakeModel(gate.score), clock);
  const { session, transcript } = recorded(format, deps);
  const voice = speechLike(seconds, format.sampleRateHz);
  const isStereo = format.channels.length === 2;
  const speech = pcm16(isStereo ? interleaved(voice, voice) : voice);
  for (const second of chunks(speech, [32_000])) {
    clock.nowMs += 1_000;
    session.push(second);
    await settle();
  }
  return { clock, gate, session, transcript };
}

Deno.test("Session leaves out stale windows of a live call and says how many", async () => {
  const { gate, transcript } = await overloaded(10);
  assertEquals(gate.waiting, 1, "window 0 is in flight");
  while (gate.waiting > 0) await gate.release();
  const told = transcript.predictions.map(({ index, skipped }) => [
    index,
    skipped,
  ]);
  // The clock stands at 10 s: what came up to 7 s is older than 2 s.
  const first = told[1]![0]!;
  assertEquals(told[0], [0, 0]);
  assertEquals(told[1], [first, first - 1]);
  assert(transcript.predictions[1]!.endMs > 7_000);
  assertEquals(told.at(-1)![0], 18, "the newest window is answered");
  for (const [index, skipped] of told.slice(2)) {
    assertEquals(skipped, 0, `${index}`);
  }
});

Deno.test("Session tells how much audio waits behind an answer", async () => {
  const { gate, transcript } = await overloaded(5);
  await gate.release();
  assertEquals(transcript.predictions[0]!.bufferedMs, 5_000 - 985);
});

Deno.test("Session answers the newest window, however late it is", async () => {
  const { clock, gate, session, transcript } = await overloaded(2);
  clock.nowMs += 60_000;
  while (gate.waiting > 0) await gate.release();
  // Window 0 was in flight; of the two that waited the older one is left out.
  assertEquals(transcript.predictions.map(({ index }) => index), [0, 2]);
  session.end();
});

Deno.test("Session counts what it left out in the totals", async () => {
  const { gate, session, transcript } = await overloaded(10);
  session.finish((report) => transcript.report = report);
  while (gate.waiting > 0) await gate.release();
  const { totals } = transcript.report!;
  assert(totals.skipped > 5, `${totals.skipped}`);
  assertEquals(totals.predictions, transcript.predictions.length);
  assertEquals(totals.predictions + totals.skipped, 20);
});

Deno.test("Session counts what it left out on each channel", async () => {
  const { gate, session, transcript } = await overloaded(10, STEREO);
  session.finish((report) => transcript.report = report);
  while (gate.waiting > 0) await gate.release();
  const { totals } = transcript.report!;
  const windows = transcript.predictions.at(-1)!.index + 1;
  assert(totals.skipped > 10, `${totals.skipped}`);
  assertEquals(totals.predictions + totals.skipped, 2 * windows);
});

Deno.test("Session leaves nothing out of a file that comes faster than speech", async () => {
  const clock = new FakeClock();
  const score = (request: Parameters<typeof fakeScore>[0]) => {
    clock.nowMs += 300; // slow, yet faster than speech
    return fakeScore(request);
  };
  const deps = fakeDeps(fakeModel(score), clock);
  const { predictions } = await runSession(MONO, [pcm16(speechLike(20))], deps);
  assert(clock.nowMs > 10_000);
  assert(predictions.every(({ skipped }) => skipped === 0));
});

// Flush and finish.

Deno.test("Session.flush() calls back once the complete windows are answered", async () => {
  const gate = new GatedScore();
  const { session, transcript } = recorded(
    MONO,
    fakeDeps(fakeModel(gate.score)),
  );
  session.push(SPEECH.slice(0, 2 * 24_000)); // 1.5 s: two windows
  session.flush(() => transcript.flushed.push(transcript.predictions.length));
  await gate.release();
  assertEquals(transcript.flushed, []);
  await gate.release();
  assertEquals(transcript.flushed, [2]);
});

Deno.test("Session.flush() leaves no trace in what follows", async () => {
  const plain = await runSession(MONO, [SPEECH]);
  const { session, transcript } = recorded(MONO);
  for (const chunk of chunks(SPEECH, [14_002])) {
    session.push(chunk);
    session.flush(() => transcript.flushed.push(0));
  }
  session.finish((report) => transcript.report = report);
  await settle();
  assertEquals(transcript.flushed.length, Math.ceil(SPEECH.length / 14_002));
  assertEquals(
    timeless(transcript.predictions),
    timeless(plain.predictions),
  );
});

Deno.test("Session.finish() answers the tail up to the last sample", async () => {
  for (const samples of [1, 160, 5_000, 15_759, 15_760, 15_761, 40_001]) {
    const { predictions, report } = await runSession(
      MONO,
      [pcm16(speechLike(3)).slice(0, 2 * samples)],
    );
    const last = predictions.at(-1)!;
    assertEquals(last.endMs, Math.round(samples * 1e6 / 16_000) / 1_000);
    assertEquals(report!.totals.audioMs, last.endMs);
    assertEquals(last.index, predictions.length - 1);
    assertEquals(report!.summary[0]!.windows, predictions.length);
  }
});

Deno.test("Session.finish() hears speech that no whole window held", async () => {
  const { predictions, report } = await runSession(
    MONO,
    [pcm16(speechLike(0.8))],
  );
  assertEquals(predictions.map(({ startMs, endMs }) => [startMs, endMs]), [
    [0, 800],
  ]);
  assert(predictions[0]!.state !== "no_speech");
  assert(report!.summary[0]!.label !== null);
});

Deno.test("Session.finish() without audio answers nothing", async () => {
  const { predictions, report } = await runSession(STEREO, []);
  assertEquals(predictions, []);
  assertEquals(report!.totals, {
    receivedBytes: 0,
    audioMs: 0,
    predictions: 0,
    skipped: 0,
  });
  assertEquals(report!.summary.map(({ role, label }) => [role, label]), [
    ["customer", null],
    ["agent", null],
  ]);
});

Deno.test("Session reports no emotion on silence, each channel for itself", async () => {
  const { predictions } = await runSession(STEREO, [DIALOGUE]);
  const silent = predictions.filter(({ state }) => state === "no_speech");
  for (const { label, confidence, posterior } of silent) {
    assertEquals([label, confidence, posterior], [null, null, null]);
  }
  for (const { posterior, label, confidence } of predictions) {
    if (posterior === null) continue;
    const sum = Object.values(posterior).reduce((a, b) => a + b);
    assertAlmostEquals(sum, 1, 1e-5);
    assertEquals(posterior[label!], confidence!);
  }
});

Deno.test("Session sums up the speech of each channel, every moment once", async () => {
  const { report } = await runSession(STEREO, [DIALOGUE]);
  for (const { speechMs, speechWindows, windows } of report!.summary) {
    // Three seconds of four syllables' time each, the fourth a pause.
    assertAlmostEquals(speechMs, 2_250, 150);
    assert(speechWindows < windows);
  }
});

Deno.test("Session calls a label uncertain below what the model calls certain", async () => {
  const model = { ...fakeModel(), uncertainBelow: 1.1 };
  const { predictions } = await runSession(MONO, [SPEECH], fakeDeps(model));
  assert(predictions.every(({ state }) => state === "uncertain"));
  assert(predictions.every(({ label }) => label !== null));
});

// Law 7: an ended session receives nothing more.

Deno.test("Session drops an answer that comes after its end", async () => {
  const gate = new GatedScore();
  const { session, transcript } = recorded(
    MONO,
    fakeDeps(fakeModel(gate.score)),
  );
  session.push(SPEECH);
  session.flush(() => transcript.flushed.push(0));
  session.finish((report) => transcript.report = report);
  await gate.release();
  assertEquals(transcript.predictions.length, 1);
  session.end();
  await gate.release();
  assertEquals(gate.waiting, 0, "nothing more is asked of the model");
  assertEquals(transcript.predictions.length, 1);
  assertEquals(transcript.flushed, []);
  assertEquals(transcript.report, undefined);
  assertEquals(transcript.faults, []);
});

Deno.test("Session does nothing after its end, and leaves nothing behind", async () => {
  const budget = new ByteBudget(10_000_000);
  const gate = new GatedScore();
  const deps = { ...fakeDeps(fakeModel(gate.score)), budget };
  const { session, transcript } = recorded(MONO, deps);
  session.push(SPEECH);
  assert(budget.heldBytes > 0);
  session.end();
  session.end();
  session.push(SPEECH);
  session.flush(() => transcript.flushed.push(0));
  session.finish((report) => transcript.report = report);
  await gate.release();
  assertEquals(budget.heldBytes, 0);
  assertEquals(transcript.flushed, []);
  assertEquals(transcript.predictions, []);
});

Deno.test("Session that is ended by who hears a prediction says no more", async () => {
  const heard: number[] = [];
  const { session } = recorded(STEREO);
  const ending = recorded(STEREO, fakeDeps());
  session.end();
  ending.transcript.predictions.push = (prediction) => {
    ending.session.end();
    return heard.push(prediction.channel);
  };
  ending.session.push(DIALOGUE);
  await settle();
  assertEquals(heard, [0]);
});

// Law 8: a fault in one session never reaches another.

Deno.test("Session ends with an internal fault if its score is rejected, and only it", async () => {
  let calls = 0;
  const model = fakeModel((request) =>
    ++calls === 3 ? Promise.reject(new Error("broken")) : fakeScore(request)
  );
  const deps = fakeDeps(model);
  const [one, other] = [recorded(MONO, deps), recorded(MONO, deps)];
  one.session.push(SPEECH);
  other.session.push(SPEECH);
  await settle();
  const faults = [...one.transcript.faults, ...other.transcript.faults];
  assertEquals(faults.map(({ code }) => code), ["internal"]);
  assertEquals((faults[0]!.cause as Error).message, "broken");
  const counts = [one, other].map(({ transcript }) =>
    transcript.predictions.length
  ).sort((a, b) => a - b);
  assertEquals(counts, [1, 11]);
});

Deno.test("Session ends with an internal fault if its score throws or answers nonsense", async () => {
  const scores = [
    () => {
      throw new TypeError("x");
    },
    () =>
      Promise.resolve({
        steps: new Uint8Array(3),
        posterior: Float32Array.of(1, 0, 0),
      }),
    () =>
      Promise.resolve({
        steps: new Uint8Array(10 * GEOMETRY.stepBytes),
        posterior: Float32Array.of(1),
      }),
    () =>
      Promise.resolve({
        steps: new Uint8Array(10 * GEOMETRY.stepBytes),
        posterior: Float32Array.of(NaN, 0, 0),
      }),
    () =>
      Promise.resolve({
        steps: new Uint8Array(10 * GEOMETRY.stepBytes),
        posterior: Float32Array.of(1, 1, 1),
      }),
  ];
  for (const score of scores) {
    const { session, transcript } = recorded(MONO, fakeDeps(fakeModel(score)));
    session.push(SPEECH);
    await settle();
    assertEquals(transcript.faults.map(({ code }) => code), ["internal"]);
    assertEquals(transcript.predictions, []);
  }
});

Deno.test("Session whose channel fails hears nothing of the other channel", async () => {
  let calls = 0;
  const model = fakeModel((request) =>
    ++calls === 1 ? Promise.reject(new Error("broken")) : fakeScore(request)
  );
  const both = pcm16(interleaved(speechLike(2, 8_000), speechLike(2, 8_000)));
  const { session, transcript } = recorded(STEREO, fakeDeps(model));
  session.push(both);
  await settle();
  assertEquals(transcript.faults.length, 1);
  assertEquals(transcript.predictions, []);
});

// Bad audio.

Deno.test("Session refuses a cut sample at once and an impossible one when it is heard", async () => {
  const { session } = recorded(STEREO);
  const { code } = assertThrows(
    () => session.push(new Uint8Array(6)),
    ProtocolError,
  );
  assertEquals(code, "bad_audio");
  session.end();

  const floats = { ...MONO, encoding: "pcm_f32le" } as const;
  for (const amplitude of [NaN, Infinity, -Infinity]) {
    const { session, transcript } = recorded(floats);
    session.push(new Uint8Array(speechLike(1).buffer));
    session.push(new Uint8Array(Float32Array.of(0, amplitude).buffer));
    session.push(new Uint8Array(speechLike(1).buffer));
    await settle();
    assertEquals(transcript.predictions.length, 1);
    assertEquals(transcript.faults.map(({ code }) => code), ["bad_audio"]);
  }
});

Deno.test("Session lets the event loop breathe between slices of long audio", async () => {
  let breaths = 0;
  const deps = {
    ...fakeDeps(),
    breathe: () => Promise.resolve(void breaths++),
  };
  await runSession(MONO, [pcm16(silence(24))], deps);
  assert(breaths >= 50, `${breaths}`);
});
