/**
 * What a model learned from.
 *
 * @module
 */
import type { ModelCard } from "../model/card.ts";

/**
 * Whether it was RAVDESS. Cards from before that was noted tell by the licence
 * that `train` wrote.
 */
export function isRavdess({ training, licence }: ModelCard): boolean {
  return "corpus" in training
    ? training["corpus"] === "RAVDESS"
    : licence.includes("RAVDESS");
}
