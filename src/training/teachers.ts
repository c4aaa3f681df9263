/**
 * Models that teach another what several know together: it learns from their
 * mean answers to the very batches it sees, beside the labels.
 *
 * Source: Hinton et al. 2015, "Distilling the knowledge in a neural network",
 * at a temperature of 1.
 *
 * @module
 */
import type { FeatureSpec } from "../audio/feature_spec.ts";
import type { ModelCard } from "../model/card.ts";
import { Engine } from "../model/engine.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import type { Batch } from "./batches.ts";
import { posteriorOf } from "./calibrate.ts";
import { speakersTrainedOn } from "./chosen_clips.ts";
import type { Clip } from "./clip.ts";
import { firstDifference } from "./first_difference.ts";

/** Of the teachers in what is learned; the rest is the label. */
const SHARE = 0.7;

/** A model as it is read from its folder. */
export interface TeachingModel {
  readonly card: Pick<
    ModelCard,
    | "labels"
    | "features"
    | "network"
    | "statistics"
    | "weights"
    | "training"
  >;
  readonly weights: WeightArrays;
}

/** Some models, ready to teach. */
export class Teachers {
  readonly #engines: readonly Engine[];
  readonly #labelCount: number;
  /** Hashes of their weights: a run depends on them. */
  readonly sha256: readonly string[];

  /** Needs a backend; takes room there until it is disposed of. */
  constructor(models: readonly TeachingModel[]) {
    this.#labelCount = models[0]!.card.labels.length;
    this.sha256 = models.map(({ card }) => card.weights.sha256);
    this.#engines = models.map(({ card, weights }) =>
      new Engine({ ...card, temperature: 1 }, weights)
    );
  }

  /**
   * Blends the labels of a batch, in place, with what the teachers answer.
   *
   * @param batch Its rows not normalised.
   */
  teach({ rows, labels }: Pick<Batch, "rows" | "labels">): void {
    const count = labels.length / this.#labelCount;
    const width = rows.length / count;
    const blocks = Array.from(
      { length: count },
      (_, i) => rows.subarray(i * width, (i + 1) * width),
    );
    const answers = this.#engines.map((engine) => engine.logitsOfAll(blocks));
    for (let item = 0; item < count; item++) {
      const posterior = posteriorOf(mean(answers.map((own) => own[item]!)), 1);
      const from = item * this.#labelCount;
      posterior.forEach((probability, label) => {
        const at = from + label;
        labels[at] = (1 - SHARE) * labels[at]! + SHARE * probability;
      });
    }
  }

  /** Frees the weights. */
  [Symbol.dispose](): void {
    for (const engine of this.#engines) engine.dispose();
  }
}

/** What is to be taught. */
export interface Lesson {
  readonly labels: readonly string[];
  readonly features: FeatureSpec;
  /** Clips that are held out: what a teacher knows of their voices would leak. */
  readonly heldOut: readonly Clip[];
}

/**
 * Checks that models can teach a lesson.
 *
 * @throws {RangeError} If one has other labels or features, or was trained on a
 * voice that is held out.
 */
export function checkTeachers(
  models: readonly TeachingModel[],
  { labels, features, heldOut }: Lesson,
): void {
  for (const { card } of models) {
    const other = firstDifference(
      { labels, features },
      { labels: card.labels, features: card.features },
    );
    if (other) {
      throw new RangeError(
        `Cannot learn from a teacher as its ${other.path} must be ${other.was}: current value is ${other.is}`,
      );
    }
    const known = speakersTrainedOn(card.training, heldOut);
    if (known.length === 0) continue;
    throw new RangeError(
      `Cannot learn from a teacher as it must know no voice that is held out: it was trained on ${
        known.join(", ")
      }`,
    );
  }
}

/** Element by element; of logits, it is what the geometric mean of posteriors comes from. */
function mean(lists: readonly Float32Array[]): Float32Array {
  return lists[0]!.map((_, i) =>
    lists.reduce((sum, list) => sum + list[i]!, 0) / lists.length
  );
}
