/**
 * The report: every picture and every table, on one page.
 *
 * @module
 */
import type { ModelCard } from "../model/card.ts";
import { networksOf, networksText } from "../model/networks.ts";
import { weightCount } from "../model/weight_arrays.ts";
import { useNotice } from "./card_prose.ts";
import {
  type Block,
  heading,
  type Page,
  paragraph,
  proseList,
  type Tile,
} from "./document.ts";
import {
  modelMethod,
  recipeMethod,
  recipeRemarks,
  weakestText,
} from "./measured_text.ts";
import type { ModelFiles } from "./model_files.ts";
import { omissions } from "./omissions.ts";
import { learningPicture } from "./pictures/learning.ts";
import { sourcesTable } from "./sources.ts";
import { modelSubject, recipeSubject, type Subject } from "./subject.ts";
import { subjectSection } from "./subject_section.ts";
import { learningTable, recipeTable } from "./tables.ts";
import { conditionText, grouped, percent, spread } from "./wording.ts";

/** Lays out the report of a model. */
export function reportPage(files: ModelFiles): Page {
  const { card } = files;
  const [recipe, model] = [recipeSubject(files), modelSubject(files)];
  const subjects = [recipe, model].filter((one) => one !== undefined);
  const left = omissions(files, subjects);
  return {
    title: `Undertone: the model “${card.name}”`,
    blocks: [
      paragraph(
        `Trained ${card.created}, ${
          sizeText(card)
        }, ${card.labels.length} labels: ${card.labels.join(", ")}. `,
        "UAR is the unweighted average recall, in percent: every label counts alike, however many clips it has. ",
        `Guessing gives ${percent(1 / card.labels.length)}.`,
      ),
      ...useNotice(card),
      { kind: "tiles", tiles: tilesOf(files, recipe, model) },
      ...recipeSection(files, recipe),
      ...modelSection(files, model),
      ...learningSection(files),
      ...(left.length > 0 ? [heading("Left out"), proseList(left)] : []),
      heading("Where the figures come from"),
      { kind: "table", table: sourcesTable(files) },
    ],
  };
}

/** How large it is. */
function sizeText(card: ModelCard): string {
  const weights = `${grouped(weightCount(card.network))} weights`;
  const several = networksText(networksOf(card));
  return several ? `${several}, of ${weights} each` : weights;
}

function tilesOf(
  { crossValidation }: ModelFiles,
  recipe: Subject | undefined,
  model: Subject | undefined,
): Tile[] {
  const ofRecipe = Object.entries(crossValidation?.conditions ?? {});
  return [
    ...ofRecipe.slice(0, 2).map(([name, { pooled }]) => ({
      value: spread(pooled.uar),
      label: `UAR of the recipe, ${conditionText(name)}`,
    })),
    ...(recipe?.reliability.eceAfter === undefined ? [] : [{
      value: percent(recipe.reliability.eceAfter),
      label: "calibration error of the recipe",
    }]),
    ...(model
      ? [{
        value: percent(model.main.utterance.uar),
        label: `UAR of this model, ${conditionText(model.mainCondition)}`,
      }]
      : []),
  ];
}

function recipeSection(
  files: ModelFiles,
  subject: Subject | undefined,
): Block[] {
  const { crossValidation } = files;
  if (!subject || !crossValidation) return [];
  return [
    heading("The recipe, on voices it never heard"),
    paragraph(recipeMethod(crossValidation, files)),
    { kind: "table", table: recipeTable(crossValidation) },
    paragraph(recipeRemarks(subject)),
    ...subjectSection(subject),
  ];
}

function modelSection(
  files: ModelFiles,
  subject: Subject | undefined,
): Block[] {
  if (!subject) return [];
  return [
    heading("The model itself"),
    paragraph(modelMethod(files, subject), " ", weakestText(subject)),
    ...subjectSection(subject),
  ];
}

function learningSection({ history, card }: ModelFiles): Block[] {
  if (!history) return [];
  const source = `model “${card.name}”, ${card.created}`;
  return [
    heading("How it learned"),
    paragraph(
      "The training loss is of augmented, mixed crops, so it may lie above that of the validation clips. What ships is the running average of the weights after the last epoch.",
    ),
    {
      kind: "figure",
      picture: learningPicture(history, source),
      table: learningTable(history, networksOf(card)),
    },
  ];
}
