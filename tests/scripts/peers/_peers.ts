/** A tiny model and its windows, and contenders that say what they are told. */
import type {
  Answers,
  Batch,
  Contender,
} from "../../../scripts/_peers/contender.ts";
import {
  createMaterial,
  type Material,
} from "../../../scripts/_peers/material.ts";
import { CARD_FORMAT, type ModelCard } from "../../../src/model/card.ts";
import { sha256Hex } from "../../../src/model/sha256.ts";
import {
  packMembers,
  type WeightArrays,
} from "../../../src/model/weight_arrays.ts";
import { tinyCard, tinyWeights } from "../../model/_tiny_model.ts";
import { speechLike } from "../../session/_signals.ts";

/** A model of two networks. */
export async function tinyModel(): Promise<
  { card: ModelCard; weights: readonly WeightArrays[] }
> {
  const weights = [tinyWeights(1), tinyWeights(2)];
  const sha256 = await sha256Hex(packMembers(tinyCard().network, weights));
  return {
    weights,
    card: {
      format: CARD_FORMAT,
      ...tinyCard(),
      members: 2,
      weights: { file: "weights.bin", sha256 },
    },
  };
}

/** Five seconds: a window and four strides. */
export function fiveSeconds(card: ModelCard): Material {
  return createMaterial(card, {
    sampleRateHz: 16_000,
    channels: [speechLike(5)],
  });
}

/** Answers and times by batch. */
export function contender(
  name: string,
  answers: (batch: Batch) => Answers,
  times: (batch: Batch) => number[] = () => [],
): Contender {
  return {
    name,
    includes: `what ${name} includes`,
    answers: (batch) => Promise.resolve(answers(batch)),
    times: (batch) => Promise.resolve(times(batch)),
  };
}
