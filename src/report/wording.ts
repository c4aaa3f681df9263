/**
 * Numbers and names as the pages write them.
 *
 * @module
 */
import type { Spread } from "./measured.ts";

/** A share of 1 in percent, with one decimal, or a dash for what nothing is known of. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : (100 * share).toFixed(1);
}

/** A difference of shares in points, with its sign. */
export function points(difference: number): string {
  const text = percent(Math.abs(difference));
  if (Number(text) === 0) return text;
  return `${difference > 0 ? "+" : "−"}${text}`;
}

/** Mean and deviation over seeds, in percent. */
export function spread({ mean, sd }: Spread): string {
  return sd === null ? percent(mean) : `${percent(mean)} ± ${percent(sd)}`;
}

/** Low and high end, in percent. */
export function interval([low, high]: readonly [number, number]): string {
  return `${percent(low)} to ${percent(high)}`;
}

/** A large count, its thousands set apart. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** So many of something, "1 seed" or "3 seeds". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Names as a sentence has them: "a, b and c". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Fold names, "F0 to F3" where they follow one another. */
export function folds(names: readonly string[]): string {
  const inOrder = names.every((name, i) => name === `F${i}`);
  return inOrder && names.length > 2
    ? `${names[0]} to ${names.at(-1)}`
    : listed(names);
}

const CONDITIONS: Readonly<Record<string, string>> = {
  "clean": "as recorded",
  "telephone": "by telephone",
  "loss-1": "telephone, 1 % lost",
  "loss-3": "telephone, 3 % lost",
  "loss-5": "telephone, 5 % lost",
  "noise-20": "noise, 20 dB below",
  "noise-10": "noise, 10 dB below",
  "noise-0": "noise as loud",
  "level-20": "20 dB quieter",
  "level-10": "10 dB quieter",
  "level+10": "10 dB louder",
};

/** A condition in words; one that is not known by its name. */
export function conditionText(condition: string): string {
  return CONDITIONS[condition] ?? condition;
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
