/** What of a session begins anew where audio was left out, and what goes on. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { AudioFormat } from "../../src/session/audio_format.ts";
import { bytesPerTick } from "../../src/session/audio_format.ts";
import {
  FakeClock,
  fakeDeps,
  fakeModel,
  GatedScore,
  recorded,
  settle,
  timeless,
} from "./_fakes.ts";
import { chunks, pcm16, silence, speechLike } from "./_signals.ts";

fc.configureGlobal({ seed: 2_026 });

const FORMAT: AudioFormat = {
  encoding: "pcm_s16le",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }],
};
const TICK = bytesPerTick(FORMAT);
const BEFORE = pcm16(speechLike(2.3, 8_000));
const AFTER = pcm16(speechLike(3.1, 8_000, { pitchHz: 210, seed: 2 }));

type Part = Uint8Array | number;

/** A session of audio and of samples left out, in this order. */
async function run(parts: readonly Part[], deps = fakeDeps()) {
  const { session, transcript } = recorded(FORMAT, deps);
  for (const part of parts) {
    if (typeof part === "number") session.leaveOut(part);
    else session.push(part);
  }
  await new Promise<void>((resolve) =>
    session.finish((report) => {
      transcript.report = report;
      resolve();
    })
  );
  return transcript;
}

/** Predictions moved in the call: by windows and by milliseconds. */
function moved(
  predictions: Awaited<ReturnType<typeof run>>["predictions"],
  windows: number,
  ms: number,
) {
  return timeless(predictions).map((prediction) => ({
    ...prediction,
    index: prediction.index + windows,
    startMs: prediction.startMs + ms,
    endMs: prediction.endMs + ms,
  }));
}

Deno.test("Session.leaveOut() answers both sides as two calls would be, at the positions of one", async () => {
  const before = await run([BEFORE]);
  const after = await run([AFTER]);
  const { predictions, report } = await run([BEFORE, 12_001, AFTER]);
  const count = before.predictions.length;
  assertEquals(timeless(predictions), [
    ...timeless(before.predictions),
    ...moved(after.predictions, count, 2_300 + 12_001 / 8),
  ]);
  assertEquals(report!.totals, {
    receivedBytes: BEFORE.length + AFTER.length,
    audioMs: 5_400,
    predictions: count + after.predictions.length,
    skipped: 0,
  });
});

Deno.test("Session.leaveOut() sums up all stretches of a channel", async () => {
  const { report: before } = await run([BEFORE]);
  const { report: after } = await run([AFTER]);
  const { report } = await run([BEFORE, 8_000, AFTER]);
  const [one, two, all] = [before, after, report].map((report) =>
    report!.summary[0]!
  );
  for (const count of ["windows", "speechWindows", "speechMs"] as const) {
    assertEquals(all![count], one![count] + two![count], count);
  }
  const { report: twice } = await run([BEFORE, 8_000, BEFORE]);
  const { posterior, shares, coverage } = twice!.summary[0]!;
  assertEquals([posterior, shares, coverage], [
    one!.posterior,
    one!.shares,
    one!.coverage,
  ]);
});

Deno.test("Session.leaveOut() makes no window of nothing", async () => {
  const { predictions, report } = await run([4_000, 4_000, BEFORE, 1, 0, 2]);
  const alone = await run([BEFORE]);
  assertEquals(timeless(predictions), moved(alone.predictions, 0, 1_000));
  assertEquals(report!.summary, alone.report!.summary);
});

Deno.test("Session.leaveOut() has no window that spans what was left out, however the audio is cut", async () => {
  const second = fc.integer({ min: 0, max: 3 * 8_000 });
  const stretches = fc.array(fc.tuple(second, second), { maxLength: 5 });
  const sizes = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(stretches, sizes, async (stretches, sizes) => {
      const parts: Part[] = [];
      const gaps: [number, number][] = [];
      let position = 0;
      for (const [heard, leftOut] of stretches) {
        const audio = pcm16(silence(heard / 8_000, 8_000));
        parts.push(...chunks(audio, sizes.map((size) => size * TICK)), leftOut);
        gaps.push([position + heard, position + heard + leftOut]);
        position += heard + leftOut;
      }
      const { predictions, faults } = await run(parts);
      assertEquals(faults, []);
      predictions.forEach(({ index, startMs, endMs }, i) => {
        assertEquals(index, i);
        for (const [first, end] of gaps) {
          if (first === end) continue;
          assert(endMs <= first / 8 || startMs >= end / 8);
        }
      });
    }),
    { numRuns: 40 },
  );
});

Deno.test("Session.leaveOut() is exact after an hour of sample-long gaps", async () => {
  const parts = Array.from({ length: 600 }, () => [
    new Uint8Array(TICK),
    47_999,
  ]).flat();
  const { predictions } = await run(parts);
  assertEquals(predictions.length, 600);
  assertEquals(predictions.at(-1)!.endMs, 3_594_000.125);
});

Deno.test("Session.leaveOut() waits for its turn and says how far the server is behind", async () => {
  const gate = new GatedScore();
  const { session, transcript } = recorded(
    FORMAT,
    fakeDeps(fakeModel(gate.score)),
  );
  session.push(pcm16(speechLike(1, 8_000)));
  session.leaveOut(8_000);
  session.push(pcm16(speechLike(1, 8_000)));
  for (let i = 0; i < 4; i++) await gate.release();
  assertEquals(
    transcript.predictions.map(({ endMs, bufferedMs }) => [endMs, bufferedMs]),
    [[985, 1_015], [1_000, 1_000], [2_985, 15]],
  );
  session.end();
});

Deno.test("Session.leaveOut() answers the newest window of a stretch, however late it is", async () => {
  const gate = new GatedScore();
  const clock = new FakeClock();
  const { session, transcript } = recorded(
    FORMAT,
    fakeDeps(fakeModel(gate.score), clock),
  );
  session.push(pcm16(speechLike(1, 8_000)));
  session.leaveOut(8_000);
  session.push(pcm16(speechLike(1, 8_000)));
  clock.nowMs = 60_000; // what came after the break is newer than a window before it
  for (let i = 0; i < 4; i++) await gate.release();
  assertEquals(
    transcript.predictions.map(({ endMs, skipped }) => [endMs, skipped]),
    [[1_000, 1], [2_985, 0]],
  );
  session.end();
});

Deno.test("Session.leaveOut() does nothing after the end", async () => {
  const { session, transcript } = recorded(FORMAT);
  session.push(BEFORE);
  session.end();
  session.leaveOut(8_000);
  await settle();
  assertEquals(transcript.predictions, []);
});
