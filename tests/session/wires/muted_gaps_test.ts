import { assertEquals } from "@std/assert";
import { MutedGaps } from "../../../src/session/wires/muted_gaps.ts";

Deno.test("MutedGaps finds no silence while audio comes, however late", () => {
  const gaps = new MutedGaps(0);
  assertEquals([20, 40, 900, 901, 902].map((ms) => gaps.heard(ms, 20)), [
    0,
    0,
    0,
    0,
    0,
  ]);
  assertEquals(gaps.missingMs(60_000), 0);
});

Deno.test("MutedGaps finds as much silence as a mute has left out", () => {
  const gaps = new MutedGaps(0);
  gaps.heard(1_000, 20);
  gaps.turn(true);
  gaps.turn(false);
  assertEquals(gaps.heard(5_020, 20), 4_000);
  assertEquals(gaps.heard(5_040, 20), 0);
});

Deno.test("MutedGaps finds a mute that is told before the audio stops, and over before it comes", () => {
  const gaps = new MutedGaps(0);
  gaps.turn(true);
  assertEquals([gaps.heard(20, 20), gaps.heard(40, 20)], [0, 0]);
  gaps.turn(false);
  assertEquals(gaps.heard(3_060, 20), 3_000);
  assertEquals(gaps.heard(9_000, 20), 0);
});

Deno.test("MutedGaps finds none if the sender goes on with silence while it is muted", () => {
  const gaps = new MutedGaps(0);
  gaps.turn(true);
  for (let ms = 20; ms <= 4_000; ms += 20) {
    assertEquals(gaps.heard(ms + ms % 40 / 4, 20), 0);
  }
  assertEquals(gaps.missingMs(4_100), 0);
});

Deno.test("MutedGaps begins with the track: one that is muted from the start is silent till then", () => {
  const gaps = new MutedGaps(500);
  gaps.turn(true);
  assertEquals(gaps.missingMs(2_500), 2_000);
  assertEquals(gaps.heard(2_520, 20), 2_000);
  assertEquals(gaps.missingMs(3_520), 1_000);
});

Deno.test("MutedGaps leaves gaps to the network that are too short for a mute", () => {
  const gaps = new MutedGaps(0);
  gaps.turn(true);
  assertEquals([gaps.heard(419, 20), gaps.heard(839, 20)], [0, 400]);
});
