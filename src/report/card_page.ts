/**
 * The page of a model's card: what it is, for what, under which terms, how good.
 *
 * @module
 */
import type { ModelCard } from "../model/card.ts";
import { networksOf, networksText } from "../model/networks.ts";
import { weightCount } from "../model/weight_arrays.ts";
import {
  forbiddenUses,
  intendedUses,
  licenceBlocks,
  limitsOf,
  ownDataBlocks,
  useNotice,
} from "./card_prose.ts";
import { isRavdess } from "./corpus.ts";
import {
  type Block,
  heading,
  type Page,
  paragraph,
  prose,
  proseList,
} from "./document.ts";
import {
  modelMethod,
  recipeMethod,
  recipeRemarks,
  weakestText,
} from "./measured_text.ts";
import type { ModelFiles } from "./model_files.ts";
import { omissions } from "./omissions.ts";
import { confusionPicture } from "./pictures/confusion.ts";
import { conditionsPicture } from "./pictures/conditions.ts";
import { hearingPicture } from "./pictures/hearing.ts";
import { learningPicture } from "./pictures/learning.ts";
import { reliabilityPicture } from "./pictures/reliability.ts";
import { speakersPicture } from "./pictures/speakers.ts";
import { recipeBlocks } from "./recipe_text.ts";
import { sourcesTable } from "./sources.ts";
import { modelSubject, recipeSubject, type Subject } from "./subject.ts";
import { conditionsTable, recipeTable } from "./tables.ts";
import { capital, grouped } from "./wording.ts";

/** Lays out the card of a model. */
export function cardPage(files: ModelFiles): Page {
  const { card } = files;
  const [recipe, model] = [recipeSubject(files), modelSubject(files)];
  const left = omissions(files, [recipe, model].filter((one) => !!one));
  const corpus = isRavdess(card) ? "on RAVDESS" : "on recordings of its user's";
  return {
    title: `Model card: ${card.name}`,
    blocks: [
      ...useNotice(card),
      paragraph(
        `Trained ${corpus} on ${card.created}. It listens to speech as it comes, and says of the last three seconds which of ${card.labels.length} labels they sound like: ${
          card.labels.join(", ")
        }. `,
        `${networkText(card)} with ${
          grouped(weightCount(card.network))
        } weights. `,
        ...prose(
          "Machine-readable: [card.json](card.json), from which it is served, and [model_card.json](model_card.json), which is this page. All pictures and tables: [report.html](report.html).",
        ),
      ),
      ...intendedUses(card),
      ...forbiddenUses(),
      ...licenceBlocks(card),
      heading("How good it is"),
      ...figures(files, recipe, model),
      heading("Limits"),
      proseList(limitsOf(card)),
      ...recipeBlocks(files),
      ...ownDataBlocks(),
      heading("Where the figures come from"),
      { kind: "table", table: sourcesTable(files) },
      ...(left.length > 0 ? [paragraph("Left out:"), proseList(left)] : []),
    ],
  };
}

/** What one network is, and how many there are. */
function networkText(card: ModelCard): string {
  const network = "a convolutional network, a bidirectional LSTM and attention";
  const several = networksText(networksOf(card));
  return capital(several ? `${several}: each ${network}` : network);
}

function figures(
  files: ModelFiles,
  recipe: Subject | undefined,
  model: Subject | undefined,
): Block[] {
  const { crossValidation, card } = files;
  const chance = (100 / card.labels.length).toFixed(1);
  if (!recipe && !model) {
    return [paragraph("It was not measured. Do so before it is used.")];
  }
  return [
    paragraph(
      `UAR is the unweighted average recall, in percent: every label counts alike. Guessing gives ${chance}.`,
    ),
    ...(recipe && crossValidation
      ? [
        heading("The recipe, on voices it never heard", 3),
        paragraph(recipeMethod(crossValidation, files)),
        { kind: "table", table: recipeTable(crossValidation) } as const,
        paragraph(recipeRemarks(recipe)),
        gallery(recipe),
      ]
      : []),
    ...(model
      ? [
        heading("This model", 3),
        paragraph(modelMethod(files, model), " ", weakestText(model)),
        { kind: "table", table: conditionsTable(model) } as const,
        ...(recipe ? [] : [gallery(model)]),
      ]
      : []),
    ...pictures([
      model && conditionsPicture(model),
      files.history &&
      learningPicture(files.history, `model “${card.name}”, ${card.created}`),
    ]),
  ];
}

/** The pictures that decide whether one wants the model. */
function gallery(subject: Subject): Block {
  const [block] = pictures([
    confusionPicture(subject),
    hearingPicture(subject),
    speakersPicture(subject),
    reliabilityPicture(subject),
  ]);
  return block!;
}

function pictures(
  drawn: readonly (ReturnType<typeof conditionsPicture>)[],
): Block[] {
  const known = drawn.filter((picture) => picture !== undefined);
  return known.length > 0 ? [{ kind: "pictures", pictures: known }] : [];
}
