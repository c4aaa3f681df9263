/** A small network with random weights: everything a model has, but knowledge. */
import { FEATURES } from "../../src/audio/feature_spec.ts";
import type { ModelCard } from "../../src/model/card.ts";
import type { NetworkSpec } from "../../src/model/network_spec.ts";
import type { WeightArrays } from "../../src/model/weight_arrays.ts";
import { initialWeights } from "../../src/training/initial_weights.ts";
import { Random } from "../../src/training/random.ts";
import { writeModel } from "../../src/training/write_model.ts";

export const TINY_NETWORK: NetworkSpec = {
  melCount: 64,
  convolutions: [
    { kernel: 5, timeStride: 2, frequencyStride: 4, channels: 2 },
    { kernel: 3, timeStride: 2, frequencyStride: 4, channels: 3 },
    { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 4 },
  ],
  lstmUnits: 5,
  statisticsBranch: true,
  labelCount: 3,
};

/** Its card, without the weights' hash. */
export function tinyCard(): Omit<ModelCard, "format" | "weights"> {
  return {
    name: "tiny",
    created: "2026-01-31",
    labels: ["calm", "happy", "angry"],
    features: FEATURES,
    statistics: {
      mean: new Array(64).fill(-8),
      deviation: new Array(64).fill(2),
    },
    network: {
      ...TINY_NETWORK,
      convolutions: [...TINY_NETWORK.convolutions],
    },
    members: 1,
    window: { embeddings: 35, firstEmbeddings: 10 },
    temperature: 1.5,
    uncertainBelow: 0.4,
    training: {},
    scores: {},
    licence: "none",
  };
}

/** Random weights, running statistics too, so that folding them in shows. */
export function tinyWeights(seed = 1): WeightArrays {
  const random = new Random(seed, "tiny");
  const weights = new Map(initialWeights(TINY_NETWORK, seed));
  for (const [name, values] of weights) {
    if (/\/(gamma|variance)$/.test(name)) {
      weights.set(name, values.map(() => random.uniform(0.5, 1.5)));
    }
    if (/\/(beta|mean|bias)$/.test(name)) {
      weights.set(name, values.map(() => random.uniform(-0.5, 0.5)));
    }
  }
  return weights;
}

/** Writes it, of one network or several, to a folder that the caller removes. */
export async function writeTinyModel(
  members = [tinyWeights()],
): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "tiny_model_" });
  await writeModel(folder, tinyCard(), members);
  return folder;
}
