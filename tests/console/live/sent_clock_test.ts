import { assertEquals } from "@std/assert";
import { SentClock } from "../../../src/console/live/sent_clock.ts";

Deno.test("SentClock measures from when the last of the audio was sent", () => {
  const clock = new SentClock();
  clock.sent(100, 1_000);
  clock.sent(200, 1_100);
  clock.sent(300, 1_200);
  assertEquals(clock.answered(150, 1_150), 50);
  assertEquals(clock.answered(150, 1_160), 60); // the other channel's answer
  assertEquals(clock.answered(300, 1_250), 50);
});

Deno.test("SentClock knows nothing of what was not sent", () => {
  const clock = new SentClock();
  assertEquals(clock.answered(0, 5), undefined);
  clock.sent(100, 1_000);
  assertEquals(clock.answered(101, 1_001), undefined);
});

Deno.test("SentClock forgets what was never answered, after a minute's worth", () => {
  const clock = new SentClock();
  for (let i = 1; i <= 10_000; i++) clock.sent(i, i);
  assertEquals(clock.answered(1, 10_000), 599);
});
