import { assert, assertEquals, assertThrows } from "@std/assert";
import type { ModelCard } from "../../src/model/card.ts";
import {
  checkCombinable,
  combinedCard,
  recipeOfCard,
} from "../../src/training/combined_card.ts";
import { tinyCard } from "../model/_tiny_model.ts";

const CALIBRATION = { temperature: 1.31, uncertainBelow: 0.42, from: "there" };

/** A card as `train` writes it, but for what is given. */
function cardOf(
  seed: number,
  change: Partial<ModelCard> = {},
  training: Readonly<Record<string, unknown>> = {},
): ModelCard {
  return {
    format: 1,
    ...tinyCard(),
    name: `seed ${seed}`,
    created: `2026-01-0${1 + seed}`,
    training: {
      train: { clips: 8, speakers: ["ann"] },
      dataSha256: "cd",
      knobs: { epochs: 5, seed },
      calibratedOn: `clips of ${seed}`,
      ...training,
    },
    scores: { uar: seed / 10 },
    weights: { file: "weights.bin", sha256: `${seed}`.repeat(64) },
    ...change,
  };
}

Deno.test("combinedCard() keeps what the networks share, and names each", () => {
  const card = combinedCard({
    name: "pair",
    cards: [cardOf(0), cardOf(1)],
    calibration: CALIBRATION,
    judgements: [],
  });
  const { statistics, labels, licence } = tinyCard();
  assertEquals(
    [card.name, card.created, card.labels, card.licence],
    ["pair", "2026-01-02", labels, licence],
  );
  assertEquals(card.statistics, statistics);
  assertEquals([card.temperature, card.uncertainBelow], [1.31, 0.42]);
  assertEquals(card.training, {
    train: { clips: 8, speakers: ["ann"] },
    dataSha256: "cd",
    knobs: { epochs: 5 },
    networks: [
      { seed: 0, weightsSha256: "0".repeat(64) },
      { seed: 1, weightsSha256: "1".repeat(64) },
    ],
    calibratedOn: "there",
  });
  assertEquals(card.scores, { networks: [{ uar: 0 }, { uar: 0.1 }] });
});

Deno.test("combinedCard() is scored, and calibrated unless told, by what the networks together judged", () => {
  const judgements = [0, 1, 2, 0].map((label) => ({
    label,
    logits: Float32Array.of(2, 1, 0),
  }));
  const cards = [cardOf(0), cardOf(1)];
  const own = combinedCard({ name: "pair", cards, judgements });
  assert(own.temperature >= 1.2);
  assertEquals(own.training["calibratedOn"], "the validation clips");
  assertEquals(own.scores["clips"], 4);
  assertEquals(own.scores["accuracy"], 0.5);
  const calibration = CALIBRATION;
  const told = combinedCard({ name: "pair", cards, judgements, calibration });
  assertEquals(told.temperature, 1.31);
  assertEquals(told.scores["clips"], 4);
});

const REFUSED: [what: string, cards: ModelCard[], part: string][] = [
  ["none", [], "two models or more: current value is 0"],
  ["one", [cardOf(0)], "two models or more: current value is 1"],
  [
    "two of one seed",
    [cardOf(0), cardOf(1), cardOf(0, { name: "again" })],
    'Cannot combine "again" as its seed must be its own: 0 is that of "seed 0"',
  ],
  [
    "one that is several already",
    [cardOf(0), cardOf(1, { members: 2 })],
    'Cannot combine "seed 1" as it must be one network: current value is 2',
  ],
  [
    "other labels",
    [cardOf(0), cardOf(1, { labels: ["happy", "calm", "angry"] })],
    'as labels must be ["calm","happy","angry"], that of "seed 0"',
  ],
  [
    "another network",
    [
      cardOf(0),
      cardOf(1, { network: { ...tinyCard().network, lstmUnits: 7 } }),
    ],
    "as network.lstmUnits must be 5",
  ],
  [
    "other knobs",
    [cardOf(0), cardOf(1, {}, { knobs: { epochs: 6, seed: 1 } })],
    "as training.knobs.epochs must be 5",
  ],
  [
    "other data",
    [cardOf(0), cardOf(1, {}, { dataSha256: "ef" })],
    'as training.dataSha256 must be "cd"',
  ],
  [
    "other statistics",
    [
      cardOf(0),
      cardOf(1, {
        statistics: { ...tinyCard().statistics, mean: new Array(64).fill(0) },
      }),
    ],
    "as statistics.mean must be",
  ],
  [
    "other terms",
    [cardOf(0), cardOf(1, { licence: "CC0" })],
    'as licence must be "none"',
  ],
  [
    "one that does not tell how it was trained",
    [cardOf(0), cardOf(1, { training: {} })],
    'Cannot combine "seed 1" as its card must tell how it was trained: training.dataSha256 is missing',
  ],
];

for (const [what, cards, part] of REFUSED) {
  Deno.test(`checkCombinable() refuses ${what}`, () => {
    assertThrows(() => checkCombinable(cards), RangeError, part);
  });
}

Deno.test("recipeOfCard() leaves the seed out", () => {
  const { network, features } = tinyCard();
  assertEquals(recipeOfCard(cardOf(3)), {
    network,
    features,
    knobs: { epochs: 5 },
  });
});
