import { assertEquals } from "@std/assert";
import { AudioQueue } from "../../src/session/audio_queue.ts";
import { ByteBudget } from "../../src/session/byte_budget.ts";
import { BURST_MS, PACE, RECOVERED_MS } from "../../src/session/limits.ts";
import { Pace } from "../../src/session/pace.ts";
import { PacedQueue } from "../../src/session/paced_queue.ts";
import { FakeClock } from "./_fakes.ts";

const FORMAT = {
  encoding: "mulaw",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }],
} as const;
/** Bytes of a second, and so many of a burst. */
const SECOND = 8_000;
const BURST = BURST_MS / 1_000 * SECOND;

function begin({ isPaced = true } = {}) {
  const clock = new FakeClock();
  const heard: string[] = [];
  const queue = new AudioQueue(new ByteBudget(1e9), 1);
  const paced = new PacedQueue(queue, {
    format: FORMAT,
    now: clock.now,
    pace: isPaced ? new Pace(clock.now) : undefined,
    onHeld: () => heard.push("held"),
    onCaughtUp: () => heard.push("caught up"),
  });
  const push = (bytes: number) =>
    queue.pushAudio(new Uint8Array(bytes), clock.nowMs);
  return { clock, heard, queue, paced, push };
}

Deno.test("PacedQueue holds what is beyond a burst, tells so once, and lets it go when it is due", () => {
  const { clock, heard, paced, push } = begin();
  push(BURST);
  push(SECOND);
  assertEquals(paced.take(BURST)?.kind, "audio");
  assertEquals([paced.take(SECOND), paced.take(SECOND)], [
    undefined,
    undefined,
  ]);
  assertEquals([heard, paced.isHeld, paced.waitingMs], [["held"], true, 1_000]);
  assertEquals(paced.tick(), false);
  clock.nowMs = 1;
  assertEquals(paced.tick(), true);
  const item = paced.take(SECOND);
  assertEquals(item?.kind === "audio" && item.arrivedMs, 1);
  assertEquals(heard, ["held"]);
  clock.nowMs += (1_000 + RECOVERED_MS) / PACE;
  assertEquals(paced.tick(), false, "nothing waits");
  assertEquals([heard, paced.isHeld], [["held", "caught up"], false]);
  paced.tick();
  assertEquals(heard.length, 2);
});

Deno.test("PacedQueue lets markers wait for the audio before them, and for nothing else", () => {
  const { clock, queue, paced, push } = begin();
  push(BURST);
  paced.take(BURST);
  queue.pushMarker(() => {});
  assertEquals(paced.take(SECOND)?.kind, "marker");
  push(SECOND);
  queue.pushMarker(() => {});
  assertEquals(paced.take(SECOND), undefined);
  clock.nowMs = 10;
  assertEquals(paced.take(SECOND)?.kind, "audio");
  assertEquals(paced.take(SECOND)?.kind, "marker");
});

Deno.test("PacedQueue holds nothing without a pace, or in a hurry", () => {
  const free = begin({ isPaced: false });
  free.push(3 * BURST);
  assertEquals(free.paced.take(2 * BURST)?.kind, "audio");
  assertEquals(free.paced.take(2 * BURST)?.kind, "audio");
  const { heard, paced, push } = begin();
  push(BURST);
  push(SECOND);
  paced.take(BURST);
  assertEquals(paced.take(SECOND), undefined);
  paced.hurry();
  assertEquals(paced.take(SECOND)?.kind, "audio");
  assertEquals(heard, ["held"]);
});
