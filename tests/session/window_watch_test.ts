import { assertEquals } from "@std/assert";
import type { Arrival } from "../../src/session/lateness.ts";
import {
  FakeClock,
  fakeDeps,
  fakeModel,
  GatedScore,
  recorded,
  settle,
} from "./_fakes.ts";
import { pcm16, speechLike } from "./_signals.ts";

const MONO = {
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ direction: "0", role: "customer", place: 0 }],
} as const;

/** A session of which each window is answered when the test says so, and what its watch saw. */
function watched() {
  const clock = new FakeClock();
  const scores = new GatedScore();
  const seen: Arrival[] = [];
  const { session, transcript } = recorded(MONO, {
    ...fakeDeps(fakeModel(scores.score), clock),
    windows: { answered: (window) => seen.push(window) },
  });
  return { clock, scores, seen, session, transcript };
}

Deno.test("a window's watch hears when its last sample came, and when its answer was sent", async () => {
  const { clock, scores, seen, session, transcript } = watched();
  clock.nowMs = 1_000;
  session.push(pcm16(speechLike(1)));
  clock.nowMs = 2_000;
  await scores.release();
  assertEquals(transcript.predictions.length, 1);
  assertEquals(
    seen.map(({ arrivedMs, nowMs }) => [arrivedMs, nowMs]),
    [[1_000, 2_000]],
  );
});

Deno.test("a window's watch hears nothing of answers that nobody is sent, nor of the tail", async () => {
  const { scores, seen, session } = watched();
  session.push(pcm16(speechLike(1)));
  await settle();
  session.end();
  await scores.release();
  assertEquals(seen, []);

  const other = watched();
  other.session.push(pcm16(speechLike(0.5)));
  other.session.finish(() => {});
  await other.scores.release();
  assertEquals(other.seen, []);
});
