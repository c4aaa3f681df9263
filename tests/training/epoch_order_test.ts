import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  epochLength,
  epochOrder,
  type OrderKnobs,
} from "../../src/training/epoch_order.ts";
import { Random } from "../../src/training/random.ts";
import type { TrainingClip } from "../../src/training/training_clip.ts";

const ALL_ALIKE: OrderKnobs = { balance: 0, mostTakes: 4, songShare: 1 };

/** Clips of the given labels, told apart by their speaker. */
function clipsOf(labels: readonly number[], isSong = false): TrainingClip[] {
  return labels.map((label, i) => ({
    label,
    speaker: `${isSong ? "song" : "speech"} ${i}`,
    isSong,
    variants: [],
  }));
}

/** How often an epoch takes each clip, by speaker. */
function takesOf(
  clips: readonly TrainingClip[],
  knobs: OrderKnobs,
  seed = 1,
): Map<string, number> {
  const order = epochOrder(clips, knobs, new Random(seed));
  const taken = Map.groupBy(order, ({ speaker }) => speaker);
  return new Map([...taken].map(([speaker, own]) => [speaker, own.length]));
}

const RARE = [0, 0, 0, 0, 1]; // label 1 is four times as rare

Deno.test("epochOrder() takes every clip once where nothing is to be evened out", () => {
  const takes = takesOf(clipsOf(RARE), ALL_ALIKE);
  assertEquals([...takes.values()], [1, 1, 1, 1, 1]);
});

Deno.test("epochOrder() takes clips of a rare label as often as makes labels equal", () => {
  const takes = takesOf(clipsOf(RARE), { ...ALL_ALIKE, balance: 1 });
  assertEquals(takes.get("speech 4"), 4);
  assertEquals(takes.get("speech 0"), 1);
});

Deno.test("epochOrder() evens out by half at a balance of a half", () => {
  const takes = takesOf(clipsOf(RARE), { ...ALL_ALIKE, balance: 0.5 });
  assertEquals(takes.get("speech 4"), 2);
});

Deno.test("epochOrder() takes no clip more often than allowed", () => {
  const knobs = { balance: 1, mostTakes: 3, songShare: 1 };
  assertEquals(takesOf(clipsOf(RARE), knobs).get("speech 4"), 3);
});

Deno.test("epochOrder() takes songs by their share, other ones in another epoch", () => {
  const clips = [...clipsOf([0, 1]), ...clipsOf(Array(20).fill(0), true)];
  const knobs = { ...ALL_ALIKE, songShare: 0.25 };
  const songs = (seed: number) =>
    [...takesOf(clips, knobs, seed).keys()]
      .filter((speaker) => speaker.startsWith("song")).sort();
  assertEquals(songs(1).length, 5);
  assert(songs(1).join() !== songs(2).join());
});

Deno.test("epochOrder() lets speech say how rare a label is, and takes a label that is only sung", () => {
  const clips = [...clipsOf([0, 0, 1]), ...clipsOf([1, 1, 1, 1, 2], true)];
  const takes = takesOf(clips, { ...ALL_ALIKE, balance: 1 });
  assertEquals(takes.get("speech 2"), 2);
  assertEquals(takes.get("song 0"), 2);
  assertEquals(takes.get("song 4"), 1);
});

Deno.test("epochOrder() takes all of a corpus of songs alone", () => {
  const knobs = { balance: 1, mostTakes: 4, songShare: 0 };
  const takes = takesOf(clipsOf([0, 0, 1], true), knobs);
  assertEquals([...takes.values()].sort(), [1, 1, 2]);
});

Deno.test("epochLength() is the length of any epoch's order", () => {
  const labels = fc.array(fc.nat(3), { minLength: 1, maxLength: 40 });
  const knobs = fc.record({
    balance: fc.double({ min: 0, max: 1, noNaN: true }),
    mostTakes: fc.double({ min: 1, max: 9, noNaN: true }),
    songShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      labels,
      labels,
      knobs,
      fc.nat(),
      (spoken, sung, knobs, seed) => {
        const clips = [...clipsOf(spoken), ...clipsOf(sung, true)];
        const order = epochOrder(clips, knobs, new Random(seed));
        assertEquals(order.length, epochLength(clips, knobs));
        const speech = order.filter(({ isSong }) => !isSong);
        assertEquals(new Set(speech).size, spoken.length, "each is taken");
      },
    ),
    { seed: 1 },
  );
});
