import { assertEquals, assertThrows } from "@std/assert";
import { geometryOf, type ModelCard, parseCard } from "../../src/model/card.ts";
import { ModelMismatchError } from "../../src/model/model_mismatch_error.ts";
import { tinyCard } from "./_tiny_model.ts";

const CARD: ModelCard = {
  format: 1,
  ...tinyCard(),
  weights: { file: "weights.bin", sha256: "0".repeat(64) },
};

function parse(card: unknown): ModelCard {
  return parseCard(JSON.stringify(card), "card.json");
}

Deno.test("parseCard() reads what was written", () => {
  assertEquals(parse(CARD), CARD);
});

const BROKEN: [what: string, card: unknown, part: string][] = [
  ["another format", { ...CARD, format: 2 }, "format"],
  ["no labels", { ...CARD, labels: [] }, "labels"],
  ["a label twice", { ...CARD, labels: ["a", "b", "a"] }, "different labels"],
  [
    "other labels than outputs",
    { ...CARD, labels: ["a", "b"] },
    "must be 2: current value is 3",
  ],
  ["a negative deviation", {
    ...CARD,
    statistics: { ...CARD.statistics, deviation: new Array(64).fill(-1) },
  }, "statistics.deviation.0"],
  ["statistics of other bands", {
    ...CARD,
    statistics: { ...CARD.statistics, mean: [0] },
  }, "statistics.mean"],
  ["features of other bands", {
    ...CARD,
    features: { ...CARD.features, melCount: 40 },
  }, "network.melCount must be 40"],
  ["an even kernel", {
    ...CARD,
    network: {
      ...CARD.network,
      convolutions: [{ ...CARD.network.convolutions[0]!, kernel: 4 }],
    },
  }, "must be odd"],
  ["a first window longer than a window", {
    ...CARD,
    window: { embeddings: 5, firstEmbeddings: 6 },
  }, "window.firstEmbeddings must be"],
  ["weights elsewhere", {
    ...CARD,
    weights: { ...CARD.weights, file: "../../secret" },
  }, "weights.file"],
  ["no network", { ...CARD, members: 0 }, "members"],
  ["half a network", { ...CARD, members: 1.5 }, "members"],
  ["temperature 0", { ...CARD, temperature: 0 }, "temperature"],
  ["nothing", null, "the card"],
];

for (const [what, card, part] of BROKEN) {
  Deno.test(`parseCard() refuses a card with ${what}`, () => {
    const error = assertThrows(() => parse(card), ModelMismatchError, part);
    assertEquals(error.message.startsWith("Cannot load card.json as "), true);
  });
}

Deno.test("parseCard() refuses what is not JSON", () => {
  assertThrows(() => parseCard("{", "card.json"), ModelMismatchError, "JSON");
});

Deno.test("parseCard() takes a card that says nothing of members as one network's", () => {
  const { members: _, ...older } = CARD;
  assertEquals(parse(older), CARD);
  assertEquals(parse({ ...older, members: 2 }).members, 2);
});

Deno.test("geometryOf() makes room in a step for each network", () => {
  assertEquals(
    geometryOf({ ...CARD, members: 3 }).stepBytes,
    3 * geometryOf(CARD).stepBytes,
  );
});

Deno.test("geometryOf() joins what the network needs and what a window holds", () => {
  assertEquals(geometryOf(CARD), {
    blockRows: 17,
    strideRows: 8,
    stepBytes: 2 * (8 + 8 * 5) + 4 * 3,
    windowEmbeddings: 35,
    firstEmbeddings: 10,
  });
});
