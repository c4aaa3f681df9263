import { assertEquals } from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { FIT_KNOBS } from "../../src/training/fit_knobs.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { recipeOf } from "../../src/training/recipe.ts";

Deno.test("recipeOf() is the recipe but for labels, epochs and seed", () => {
  const recipe = recipeOf(3, { epochs: 7, seed: 2 });
  assertEquals(recipe.network.labelCount, 3);
  assertEquals(recipe.fit, { ...FIT_KNOBS, epochs: 7, seed: 2 });
  assertEquals(recipe.features, FEATURES);
  assertEquals(recipe.batches, KNOBS);
});
