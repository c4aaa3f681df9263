/**
 * What is trained unless a test asks for less: the recipe, on some data.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { recipeNetwork } from "../model/network_spec.ts";
import type { FitTask } from "./fit.ts";
import { FIT_KNOBS, type FitKnobs } from "./fit_knobs.ts";
import { KNOBS } from "./knobs.ts";
import { bandStatistics } from "./statistics.ts";
import type { TrainingData } from "./training_data.ts";

/** The part of a task that no recording has a say in. */
export type Recipe = Omit<FitTask, "clips" | "statistics">;

/** What a user may choose of the recipe. */
export type RecipeChoice = Pick<FitKnobs, "epochs" | "seed">;

/** The recipe for as many labels as a corpus has. */
export function recipeOf(
  labelCount: number,
  { epochs, seed }: RecipeChoice,
): Recipe {
  return {
    network: recipeNetwork(labelCount),
    features: FEATURES,
    fit: { ...FIT_KNOBS, epochs, seed },
    batches: KNOBS,
  };
}

/** The recipe on some data; same data and choice, same weights. */
export function recipeTask(data: TrainingData, choice: RecipeChoice): FitTask {
  return {
    ...recipeOf(data.labels.length, choice),
    statistics: bandStatistics(data.train),
    clips: data.train,
  };
}
