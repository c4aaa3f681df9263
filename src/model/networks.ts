/**
 * Which networks a model is made of, and that in words.
 *
 * @module
 */
import * as v from "valibot";
import type { ModelCard } from "./card.ts";

/** The networks of a model. */
export interface Networks {
  readonly count: number;
  /** Of each, in the order of their weights; empty if the card does not tell. */
  readonly seeds: readonly number[];
}

const SeedSchema = v.object({ seed: v.number() });
const SeveralSchema = v.object({ networks: v.array(SeedSchema) });
const OneSchema = v.object({ knobs: SeedSchema });

/** What a card tells of its networks. It is written for people: one without seeds is no error. */
export function networksOf(
  { members, training }: Pick<ModelCard, "members" | "training">,
): Networks {
  const several = v.safeParse(SeveralSchema, training);
  const one = v.safeParse(OneSchema, training);
  const seeds = several.success
    ? several.output.networks.map(({ seed }) => seed)
    : one.success
    ? [one.output.knobs.seed]
    : [];
  return { count: members, seeds };
}

const NUMBERS = ["no", "one", "two", "three", "four", "five"];

/**
 * What several networks are: "two networks, seeds 0 and 1, averaged".
 *
 * @returns Undefined of one: that goes without saying.
 */
export function networksText({ count, seeds }: Networks): string | undefined {
  if (count === 1) return undefined;
  const known = seeds.length === count
    ? `seeds ${seeds.slice(0, -1).join(", ")} and ${seeds.at(-1)}, `
    : "";
  return `${NUMBERS[count] ?? count} networks, ${known}averaged`;
}
