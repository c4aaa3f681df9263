/**
 * The files of a model's folder that a report is made from.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { type ModelCard, parseCard } from "../model/card.ts";
import { HISTORY_FILE, HistorySchema } from "../training/history_file.ts";
import type { History } from "../training/history_file.ts";
import {
  ConditionsSchema,
  type CrossValidation,
  CrossValidationSchema,
  type Evaluated,
  EvaluationSchema,
} from "./measured.ts";

/** What a model's folder holds; what it lacks is undefined. */
export interface ModelFiles {
  readonly card: ModelCard;
  readonly history?: History | undefined;
  readonly evaluation?: Evaluated | undefined;
  readonly crossValidation?: CrossValidation | undefined;
}

/**
 * Reads the files of a model's folder.
 *
 * @throws {Error} If there is no card, a file is not what its name says, or one
 * was made of other weights or labels than the card's.
 */
export async function readModelFiles(folder: URL): Promise<ModelFiles> {
  const card = await readText(folder, "card.json");
  if (card === undefined) {
    throw new Error(
      `Cannot report on a model as its folder must hold a card.json: current value is "${
        fileURLToPath(folder)
      }"`,
    );
  }
  const files = {
    card: parseCard(card, "card.json"),
    history: await readJson(folder, HISTORY_FILE, HistorySchema),
    evaluation: asConditions(
      await readJson(
        folder,
        "evaluation.json",
        v.union([ConditionsSchema, EvaluationSchema]),
      ),
    ),
    crossValidation: await readJson(
      folder,
      "cross_validation.json",
      CrossValidationSchema,
    ),
  };
  checkSameModel(files);
  return files;
}

/** An evaluation under one condition is one of several, of which there is one. */
function asConditions(
  evaluation: v.InferOutput<typeof EvaluationSchema> | Evaluated | undefined,
): Evaluated | undefined {
  if (!evaluation || "conditions" in evaluation) return evaluation;
  const { condition, ...measured } = evaluation;
  return {
    ...evaluation,
    conditions: { [condition]: measured },
    againstClean: {},
  };
}

/** Where a file comes from, for the errors. */
const MADE_BY = {
  "history.json": "deno task train",
  "evaluation.json": "deno task evaluate --condition all --json",
  "cross_validation.json": "deno task cross-validate",
} as const;

async function readJson<S extends v.GenericSchema>(
  folder: URL,
  file: keyof typeof MADE_BY,
  schema: S,
): Promise<v.InferOutput<S> | undefined> {
  const text = await readText(folder, file);
  if (text === undefined) return undefined;
  const result = v.safeParse(schema, parseJson(text, file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? "it";
  throw refusal(file, `${path} must be valid: ${issue.message}`);
}

async function readText(
  folder: URL,
  file: string,
): Promise<string | undefined> {
  const url = new URL(file, folder.href.endsWith("/") ? folder : `${folder}/`);
  return await Deno.readTextFile(url).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
}

function parseJson(text: string, file: keyof typeof MADE_BY): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(file, `it must be JSON: ${(error as Error).message}`);
  }
}

function checkSameModel(files: ModelFiles): void {
  const { card, history, evaluation, crossValidation } = files;
  const { sha256 } = card.weights;
  if (history && history.weightsSha256 !== sha256) {
    throw refusal("history.json", "it must be of the card's weights");
  }
  if (evaluation && evaluation.modelSha256 !== sha256) {
    throw refusal("evaluation.json", "it must be of the card's weights");
  }
  if (evaluation && `${evaluation.labels}` !== `${card.labels}`) {
    throw refusal("evaluation.json", "its labels must be the card's");
  }
  if (crossValidation && `${crossValidation.labels}` !== `${card.labels}`) {
    throw refusal("cross_validation.json", "its labels must be the card's");
  }
}

function refusal(file: keyof typeof MADE_BY, rule: string): Error {
  return new Error(
    `Cannot report by ${file} as ${rule}; make it again by ${MADE_BY[file]}`,
  );
}
