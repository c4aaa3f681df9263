/**
 * What is trained unless a test asks for less: the recipe, on some data.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { recipeNetwork } from "../model/network_spec.ts";
import type { FitTask } from "./fit.ts";
import type { Knobs } from "./knobs.ts";
import { bandStatistics } from "./statistics.ts";
import type { TrainingData } from "./training_data.ts";

/** The part of a task that no recording has a say in. */
export type Recipe = Omit<FitTask, "clips" | "statistics">;

/** What all runs of one recipe share: everything but the seed. */
export type SeedlessRecipe = Omit<Recipe, "knobs"> & {
  readonly knobs: Omit<Knobs, "seed">;
};

/** The recipe for as many labels as a corpus has. */
export function recipeOf(labelCount: number, knobs: Knobs): Recipe {
  return { network: recipeNetwork(labelCount), features: FEATURES, knobs };
}

/** The recipe without its seed. */
export function seedless({ network, features, knobs }: Recipe): SeedlessRecipe {
  const { seed: _, ...rest } = knobs;
  return { network, features, knobs: rest };
}

/** The recipe on some data; same data and knobs, same weights. */
export function recipeTask(data: TrainingData, knobs: Knobs): FitTask {
  return {
    ...recipeOf(data.labels.length, knobs),
    statistics: bandStatistics(data.train),
    clips: data.train,
  };
}
