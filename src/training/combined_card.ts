/**
 * The card of a model that averages several networks which differ by their seed
 * alone. Each knows what the others missed: what they say together is better
 * than what any of them says.
 *
 * @module
 */
import * as v from "valibot";
import type { ModelCard } from "../model/card.ts";
import { firstDifference } from "./first_difference.ts";
import { calibrate, type Calibration, scoresOf } from "./trained_card.ts";
import type { Judgement } from "./validate.ts";
import type { CardDraft } from "./write_model.ts";

/** What a card is made from. */
export interface CombinedParts {
  readonly name: string;
  /** Of the networks, in the order of their weights. */
  readonly cards: readonly ModelCard[];
  /** In place of one that is fitted on the judgements. */
  readonly calibration?: Calibration | undefined;
  /** What the networks together make of the validation clips, if that was tried. */
  readonly judgements: readonly Judgement[];
}

/** The part of a card's `training` that combining depends on. */
const TrainingSchema = v.looseObject({
  dataSha256: v.string(),
  knobs: v.looseObject({ seed: v.number() }),
});

/**
 * Everything but what the weights decide.
 *
 * @throws {RangeError} If there are fewer than two networks, two have one seed,
 * or they differ in more than that.
 */
export function combinedCard(
  { name, cards, calibration, judgements }: CombinedParts,
): CardDraft {
  checkCombinable(cards);
  const [first] = cards as [ModelCard];
  const { labels, features, statistics, network, window, licence } = first;
  const fitted = calibration ?? calibrate(judgements);
  const { temperature, uncertainBelow } = fitted;
  const created = cards.map(({ created }) => created).sort().at(-1)!;
  const scores = judgements.length > 0
    ? scoresOf(judgements, labels.length, temperature)
    : { networks: cards.map(({ scores }) => scores) };
  return {
    ...{ name, created, labels, features, statistics, network, window },
    ...{ temperature, uncertainBelow, scores, licence },
    training: {
      ...seedlessTraining(first),
      networks: cards.map((card) => ({
        seed: trainingOf(card).knobs.seed,
        weightsSha256: card.weights.sha256,
      })),
      calibratedOn: fitted.from,
    },
  };
}

/** What the networks of some cards were trained by, but for their seeds. */
export function recipeOfCard(card: ModelCard) {
  const { network, features } = card;
  return { network, features, knobs: seedlessTraining(card).knobs };
}

/**
 * Checks that networks can be one model.
 *
 * @throws {RangeError} As {@linkcode combinedCard}.
 */
export function checkCombinable(cards: readonly ModelCard[]): void {
  if (cards.length < 2) {
    throw new RangeError(
      `Cannot combine as there must be two models or more: current value is ${cards.length}`,
    );
  }
  const bySeed = new Map<number, string>();
  for (const card of cards) {
    checkSame(cards[0]!, card);
    const { seed } = trainingOf(card).knobs;
    const other = bySeed.get(seed);
    if (other !== undefined) {
      throw new RangeError(
        `Cannot combine "${card.name}" as its seed must be its own: ${seed} is that of "${other}"`,
      );
    }
    bySeed.set(seed, card.name);
  }
}

function checkSame(first: ModelCard, card: ModelCard): void {
  if (card.members !== 1) {
    throw new RangeError(
      `Cannot combine "${card.name}" as it must be one network: current value is ${card.members}`,
    );
  }
  const other = firstDifference(sharedPart(first), sharedPart(card));
  if (!other) return;
  throw new RangeError(
    `Cannot combine "${card.name}" as ${other.path} must be ${other.was}, that of "${first.name}": current value is ${other.is}`,
  );
}

/** What networks must have in common, most telling first. */
function sharedPart(card: ModelCard) {
  const { labels, features, network, window, statistics, licence } = card;
  const training = seedlessTraining(card);
  return { labels, features, network, window, licence, training, statistics };
}

/** What a card says of its training, but for the seed and the calibration. */
function seedlessTraining(card: ModelCard) {
  const { calibratedOn: _, knobs, ...training } = trainingOf(card);
  const { seed: __, ...others } = knobs;
  return { ...training, knobs: others };
}

function trainingOf({ name, training }: ModelCard) {
  const result = v.safeParse(TrainingSchema, training);
  if (result.success) return result.output;
  throw new RangeError(
    `Cannot combine "${name}" as its card must tell how it was trained: training.${
      v.getDotPath(result.issues[0])
    } is missing`,
  );
}
