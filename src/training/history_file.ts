/**
 * How a model learned, epoch by epoch, in a file beside its weights.
 *
 * @module
 */
import * as v from "valibot";
import { rounded } from "./scores.ts";
import { writeAtomically } from "./write_atomically.ts";

/** Name of the file in a model's folder. */
export const HISTORY_FILE = "history.json";

/** Version of the file's form. */
const HISTORY_FORMAT = 1;

const finite = v.pipe(v.number(), v.finite());

/** What the file holds. */
export const HistorySchema = v.object({
  format: v.literal(HISTORY_FORMAT),
  /** Of the weights that it led to. */
  weightsSha256: v.string(),
  epochs: v.pipe(
    v.array(v.object({
      /** Which of a model's networks; without it, the only one. */
      member: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      epoch: finite,
      /** Mean cross-entropy over the epoch's batches, augmented and mixed, in nats. */
      loss: finite,
      validation: v.optional(v.object({
        /** Mean cross-entropy in nats, at temperature 1. */
        loss: finite,
        uar: finite,
      })),
    })),
    v.minLength(1),
  ),
});

/** A history as it is kept. */
export type History = v.InferOutput<typeof HistorySchema>;

/** An epoch as it is kept. */
type KeptEpoch = History["epochs"][number];

/**
 * Reads the history of a model.
 *
 * @returns Undefined if the model has none.
 * @throws {SyntaxError} If the file holds something else, or is of other weights.
 */
export async function readHistory(
  folder: URL,
  weightsSha256: string,
): Promise<History | undefined> {
  const url = new URL(HISTORY_FILE, `${folder.href.replace(/\/$/, "")}/`);
  let text: string;
  try {
    text = await Deno.readTextFile(url);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const result = v.safeParse(HistorySchema, parseJson(text));
  if (result.success && result.output.weightsSha256 === weightsSha256) {
    return result.output;
  }
  throw new SyntaxError(
    `Cannot read ${url.pathname} as it must be the history of the weights ${weightsSha256}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How several networks learned, one after the other; undefined if it is not known of each. */
export function joinHistories(
  histories: readonly (History | undefined)[],
): readonly KeptEpoch[] | undefined {
  const known = histories.filter((history) => history !== undefined);
  if (known.length < histories.length) return undefined;
  return known.flatMap(({ epochs }, member) =>
    epochs.map((epoch) => ({ ...epoch, member }))
  );
}

/** Writes it, losses and shares to four places, a line for each epoch. */
export async function writeHistory(
  folder: string,
  weightsSha256: string,
  history: readonly KeptEpoch[],
): Promise<void> {
  const epochs = history.map(({ member, epoch, loss, validation }) =>
    JSON.stringify({
      ...member !== undefined && { member },
      epoch,
      loss: rounded(loss),
      ...validation && {
        validation: {
          loss: rounded(validation.loss),
          uar: rounded(validation.uar),
        },
      },
    })
  );
  const text = `{
  "format": ${HISTORY_FORMAT},
  "weightsSha256": ${JSON.stringify(weightsSha256)},
  "epochs": [
    ${epochs.join(",\n    ")}
  ]
}
`;
  const bytes = new TextEncoder().encode(text);
  await writeAtomically(`${folder}/${HISTORY_FILE}`, bytes);
}
