/**
 * A labelled recording of a corpus, and the corpus, before anything was heard.
 *
 * @module
 */
import type { RavdessName } from "./ravdess_name.ts";

/** The three sides of a split. */
export const SPLIT_PARTS = ["train", "validation", "test"] as const;
/** One of {@linkcode SPLIT_PARTS}. */
export type SplitPart = typeof SPLIT_PARTS[number];

/** One labelled recording. */
export interface Clip {
  readonly path: string;
  readonly label: string;
  /** Whose voice it is: a RAVDESS actor's number, or the manifest's word. */
  readonly speaker: string;
  /** Hash of the file, hexadecimal: two clips of one hash are one recording. */
  readonly sha256: string;
  /** The side on which its manifest puts it. */
  readonly split?: SplitPart;
  readonly ravdess?: RavdessName;
}

/** Whether a clip is sung. */
export function isSong({ ravdess }: Pick<Clip, "ravdess">): boolean {
  return ravdess?.vocalChannel === "song";
}

/** A file that cannot be used, and why. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

/** What a folder or a manifest holds. */
export interface Corpus {
  /** Class names, in the order of every posterior of a model trained on them. */
  readonly labels: readonly string[];
  /** In the order of their paths, so that no file system's order decides anything. */
  readonly clips: readonly Clip[];
  readonly refused: readonly Refusal[];
  /** How many files were left aside by intent, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Clips whose file equals that of a clip before them, byte by byte. */
  readonly duplicates: readonly {
    readonly path: string;
    readonly of: string;
  }[];
  /** False if no speaker is known: each clip then counts as a speaker of its own. */
  readonly speakersKnown: boolean;
}
