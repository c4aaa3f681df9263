/**
 * The figures that the project's README shows, between two marks.
 *
 * @module
 */
import type { Block } from "./document.ts";
import { paragraph } from "./document.ts";
import { markdownBlock } from "./markdown.ts";
import {
  modelMethod,
  recipeMethod,
  recipeRemarks,
  weakestText,
} from "./measured_text.ts";
import type { ModelFiles } from "./model_files.ts";
import { confusionPicture } from "./pictures/confusion.ts";
import { hearingPicture } from "./pictures/hearing.ts";
import { modelSubject, recipeSubject } from "./subject.ts";
import { conditionsTable, recipeTable } from "./tables.ts";

const BEGIN = "<!-- figures:begin, written by deno task report -->";
const END = "<!-- figures:end -->";
/** The formatter would wrap what a test compares. */
const [UNFORMATTED, FORMATTED] = [
  "<!-- deno-fmt-ignore-start -->",
  "<!-- deno-fmt-ignore-end -->",
];

/**
 * Puts a model's figures between the marks of a page.
 *
 * @param folder Path from the page to the model's folder, with its slash.
 * @returns Undefined if the page has no marks.
 */
export function withFigures(
  page: string,
  files: ModelFiles,
  folder: string,
): string | undefined {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) return undefined;
  const text = figuresBlocks(files, folder)
    .map((block) => markdownBlock(block, `${folder}pictures/`))
    .join("\n\n");
  const block = [BEGIN, UNFORMATTED, "", text, "", FORMATTED, END].join("\n");
  return page.slice(0, begin) + block + page.slice(end + END.length);
}

function figuresBlocks(files: ModelFiles, folder: string): Block[] {
  return [...recipeFigures(files, folder), ...modelFigures(files, folder)];
}

function recipeFigures(files: ModelFiles, folder: string): Block[] {
  const { crossValidation } = files;
  const subject = recipeSubject(files);
  if (!subject || !crossValidation) return [];
  const hearing = hearingPicture(subject);
  return [
    paragraph(
      { strong: "The recipe" },
      ", cross-validated over voices (",
      source(folder, "cross_validation.json"),
      `, ${crossValidation.date}). ${recipeMethod(crossValidation, files)}`,
    ),
    { kind: "table", table: recipeTable(crossValidation) },
    paragraph(recipeRemarks(subject)),
    {
      kind: "pictures",
      pictures: [confusionPicture(subject), ...(hearing ? [hearing] : [])],
    },
  ];
}

function modelFigures(files: ModelFiles, folder: string): Block[] {
  const { evaluation } = files;
  const subject = modelSubject(files);
  if (!subject || !evaluation) return [];
  return [
    paragraph(
      { strong: "The model that ships" },
      " (",
      source(folder, "evaluation.json"),
      `, ${evaluation.date}). ${modelMethod(files, subject)} ${
        weakestText(subject)
      }`,
    ),
    { kind: "table", table: conditionsTable(subject) },
  ];
}

function source(folder: string, file: string) {
  return { link: `${folder}${file}`, text: file };
}
