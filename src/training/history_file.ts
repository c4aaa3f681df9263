/**
 * How a model learned, epoch by epoch, in a file beside its weights.
 *
 * @module
 */
import * as v from "valibot";
import { rounded } from "./scores.ts";
import type { EpochRecord } from "./training_run.ts";
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

/** Writes it, losses and shares to four places, a line for each epoch. */
export async function writeHistory(
  folder: string,
  weightsSha256: string,
  history: readonly EpochRecord[],
): Promise<void> {
  const epochs = history.map(({ epoch, loss, validation }) =>
    JSON.stringify({
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
