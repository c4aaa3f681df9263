import { assertEquals } from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { recipeOf, seedless } from "../../src/training/recipe.ts";

Deno.test("recipeOf() is the recipe for so many labels, under the knobs it is given", () => {
  const knobs = { ...KNOBS, epochs: 7, seed: 2 };
  const recipe = recipeOf(3, knobs);
  assertEquals(recipe.network.labelCount, 3);
  assertEquals(recipe.knobs, knobs);
  assertEquals(recipe.features, FEATURES);
});

Deno.test("seedless() takes out the seed alone", () => {
  const of = (seed: number) => seedless(recipeOf(2, { ...KNOBS, seed }));
  assertEquals(of(1), of(2));
  assertEquals({ ...of(1).knobs, seed: KNOBS.seed }, KNOBS);
});
