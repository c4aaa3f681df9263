/**
 * Which files the figures of a page come from, and which commands wrote them.
 *
 * @module
 */
import type { Table } from "./document.ts";
import type { ModelFiles } from "./model_files.ts";

/** A row a file. */
export function sourcesTable(files: ModelFiles): Table {
  const { card, history, evaluation, crossValidation } = files;
  const writer = card.members > 1 ? "deno task combine" : "deno task train";
  const rows = [
    ["card.json", writer, card.created],
    history && ["history.json", writer, card.created],
    evaluation && [
      "evaluation.json",
      "deno task evaluate --condition all --json",
      evaluation.date,
    ],
    crossValidation && [
      "cross_validation.json",
      "deno task cross-validate",
      crossValidation.date,
    ],
  ];
  return {
    caption:
      `No figure here is typed: deno task report takes them from these files. Weights ${
        card.weights.sha256.slice(0, 12)
      }…`,
    head: ["file", "written by", "date"],
    rows: rows.filter((row) => row !== undefined),
    wordColumns: 3,
  };
}
