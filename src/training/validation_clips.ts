/**
 * Finds the validation clips of a trained model again.
 *
 * @module
 */
import * as v from "valibot";
import type { ModelCard } from "../model/card.ts";
import type { Clip, Corpus } from "./clip.ts";
import { splitCorpus } from "./split.ts";
import { splitSha256 } from "./training_data.ts";

const SideSchema = v.object({ speakers: v.array(v.string()) });

/** The part of a card's `training` that tells its sides. */
const SidesSchema = v.object({
  train: SideSchema,
  validation: SideSchema,
  test: SideSchema,
  dataSha256: v.string(),
});

/**
 * The clips that watched the training of a model.
 *
 * @throws {RangeError} If the card does not tell its sides, or the corpus is
 * another.
 */
export async function validationClips(
  { name, training }: Pick<ModelCard, "name" | "training">,
  corpus: Corpus,
): Promise<readonly Clip[]> {
  const sides = v.safeParse(SidesSchema, training);
  if (!sides.success) {
    throw new RangeError(
      `Cannot find the validation clips of "${name}" as its card must tell who trained it: training.${
        v.getDotPath(sides.issues[0])
      } is missing`,
    );
  }
  const { train, validation, test, dataSha256 } = sides.output;
  const speakers = [train, validation, test].flatMap((side) => side.speakers);
  const clips = corpus.clips.filter(({ speaker }) =>
    speakers.includes(speaker)
  );
  const split = splitCorpus({ ...corpus, clips }, {
    by: "speakers",
    test: test.speakers,
    validation: validation.speakers,
  });
  const sha256 = await splitSha256(split);
  if (sha256 === dataSha256) return split.validation;
  throw new RangeError(
    `Cannot find the validation clips of "${name}" as the corpus must be the one it was trained on, ${dataSha256}: current value is ${sha256}`,
  );
}
