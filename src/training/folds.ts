/**
 * The actor folds by which RAVDESS speech is measured.
 *
 * Source: Luna-Jimenez et al. 2021, "Multimodal Emotion Recognition on RAVDESS
 * Dataset Using Transfer Learning", Sensors 21(22): 7665. The validation actors
 * of F3 are 1 and 14 there; here 20 stands in for 1, because F4's test actors
 * take part in no other fold: F4 is the one measured last.
 *
 * @module
 */

/** The actors of one fold; all others train. */
export interface Fold {
  readonly test: readonly string[];
  readonly validation: readonly string[];
}

/** Test and validation actors by the name of the fold. */
export const FOLDS = {
  F0: { test: ["2", "5", "14", "15", "16"], validation: ["3", "6"] },
  F1: { test: ["3", "6", "7", "13", "18"], validation: ["10", "11"] },
  F2: { test: ["10", "11", "12", "19", "20"], validation: ["8", "17"] },
  F3: { test: ["8", "17", "21", "23", "24"], validation: ["14", "20"] },
  F4: { test: ["1", "4", "9", "22"], validation: ["2", "5"] },
} as const satisfies Record<string, Fold>;

/** F0 to F4. */
export type FoldName = keyof typeof FOLDS;

/** The actors that only F4 may touch, and only to test. */
export const KEPT_APART: readonly string[] = FOLDS.F4.test;

/**
 * Reads a fold's name.
 *
 * @throws {RangeError} If there is no such fold.
 */
export function parseFoldName(text: string): FoldName {
  if (Object.hasOwn(FOLDS, text)) return text as FoldName;
  throw new RangeError(
    `Cannot split by fold as it must be one of ${
      Object.keys(FOLDS).join(", ")
    }: current value is "${text}"`,
  );
}

/**
 * Checks that a corpus can be split by a fold.
 *
 * F4 may go without its test actors where a corpus has none of them: so the
 * shipped model is trained, which is measured on them elsewhere.
 *
 * @param speakers The corpus'.
 * @throws {RangeError} If it lacks an actor of the fold.
 */
export function checkActors(
  fold: FoldName,
  speakers: readonly string[],
): void {
  const lacks = (actor: string) => !speakers.includes(actor);
  const { test, validation } = FOLDS[fold];
  const isKeptAway = fold === "F4" && KEPT_APART.every(lacks);
  const missing = [...isKeptAway ? [] : test, ...validation].filter(lacks);
  if (missing.length === 0) return;
  throw new RangeError(
    `Cannot split by fold ${fold} as the corpus must hold each of its actors: it has no clip of ${
      missing.join(", ")
    }`,
  );
}
