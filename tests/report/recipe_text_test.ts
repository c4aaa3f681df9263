import { assertStringIncludes } from "@std/assert";
import { markdownBlock } from "../../src/report/markdown.ts";
import type { ModelFiles } from "../../src/report/model_files.ts";
import { recipeBlocks } from "../../src/report/recipe_text.ts";
import { makeCard, makeCrossValidation, makeFiles } from "./_model_files.ts";

const KNOBS = { epochs: 5, seed: 3, speeds: [1, 1 / 1.05] };

function text(files: ModelFiles): string {
  return recipeBlocks(files).map((block) => markdownBlock(block, "")).join(
    "\n",
  );
}

/** A card trained by such knobs, and a recipe cross-validated by others. */
function files(knobs: object, recipe: { readonly epochs: number }): ModelFiles {
  const card = makeCard({ training: { knobs } });
  const { network, features } = card;
  const results = makeCrossValidation();
  const protocol = {
    ...results.protocol,
    recipe: { network, features, knobs: recipe },
  };
  return makeFiles({ card, crossValidation: { ...results, protocol } });
}

Deno.test("recipeBlocks() tells knobs in few digits, and data by speaker", () => {
  const train = { clips: 8, songs: 3, speakers: ["ann", "bob"] };
  const card = makeCard({ training: { knobs: KNOBS, train } });
  const said = text({ card });
  assertStringIncludes(said, "1, 0.952381");
  assertStringIncludes(said, "ann, bob");
  assertStringIncludes(said, "8, 3 of them sung");
});

Deno.test("recipeBlocks() says whether the cross-validated recipe is the same", () => {
  const { seed: _, ...seedless } = KNOBS;
  assertStringIncludes(text(files(KNOBS, seedless)), "recipe is the same");
  assertStringIncludes(
    text(files(KNOBS, { ...seedless, epochs: 80 })),
    "in knobs.epochs to begin with: 80 there, 5 here",
  );
  const { card, ...others } = files(KNOBS, seedless);
  assertStringIncludes(
    text({ ...others, card: { ...card, members: 2 } }),
    "in members to begin with: 1 there, 2 here",
  );
});
