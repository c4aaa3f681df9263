/**
 * Which labels are recognised least, and what they are taken for.
 *
 * @module
 */
import type { Subject } from "./subject.ts";

/** How many clips of a label are recognised. */
export interface LabelRecall {
  readonly label: string;
  /** Share of 1. */
  readonly recall: number;
}

/** A label that is answered in place of another. */
export interface Confusion {
  readonly label: string;
  readonly taken: string;
  /** Of the answered clips of that label, share of 1. */
  readonly share: number;
}

/** Labels that have clips, the best recognised first. */
export function recalls({ labels, main }: Subject): LabelRecall[] {
  return labels.flatMap((label) => {
    const recall = main.perClassRecall[label] ?? null;
    return recall === null ? [] : [{ label, recall }];
  }).sort((a, b) => b.recall - a.recall);
}

/** What is taken for what, the most frequent first; what never happens is left out. */
export function confusions({ labels, main }: Subject): Confusion[] {
  return labels.flatMap((label, i) => {
    const row = main.confusion[i] ?? [];
    const clips = row.reduce((sum, count) => sum + count, 0);
    return labels.flatMap((taken, j) => {
      const count = row[j] ?? 0;
      return i === j || count === 0
        ? []
        : [{ label, taken, share: count / clips }];
    });
  }).sort((a, b) => b.share - a.share);
}
