/**
 * From a corpus to what training sees: clips with features, parted by speaker.
 *
 * @module
 */
import type { Clip, Refusal } from "./clip.ts";
import type { FeatureCache } from "./feature_cache.ts";
import { sha256Hex } from "../model/sha256.ts";
import type { Split } from "./split.ts";
import type { TrainingClip } from "./training_clip.ts";
import { readTrainingClips } from "./training_clips.ts";

/** The two sides training may see, and what they came from. */
export interface TrainingData {
  readonly labels: readonly string[];
  readonly split: Split;
  readonly train: readonly TrainingClip[];
  readonly validation: readonly TrainingClip[];
  /** Clips whose file gave no features, and why. */
  readonly refused: readonly Refusal[];
  /** Hash of which recordings, under which labels, stand on which side. */
  readonly sha256: string;
}

/**
 * Reads the features of a split's training and validation clips.
 *
 * @param labels The corpus' labels, in the order of the posteriors to come.
 * @param onClip Called after every clip.
 */
export async function readTrainingData(
  labels: readonly string[],
  split: Split,
  cache: FeatureCache,
  onClip: () => void = () => {},
): Promise<TrainingData> {
  const read = (clips: readonly Clip[]) =>
    readTrainingClips(clips, labels, cache, onClip);
  const train = await read(split.train);
  const validation = await read(split.validation);
  return {
    labels,
    split,
    train: train.clips,
    validation: validation.clips,
    refused: [...train.refused, ...validation.refused],
    sha256: await splitSha256(split),
  };
}

/** Hash of what training sees of a split: recordings and labels, side by side. */
export async function splitSha256(
  { train, validation }: Pick<Split, "train" | "validation">,
): Promise<string> {
  const entries = [train, validation].map((clips) =>
    clips.map(({ sha256, label }) => `${sha256} ${label}`)
  );
  return await sha256Hex(new TextEncoder().encode(JSON.stringify(entries)));
}

/** The speakers of clips, each once: numbers by size, then names. */
export function speakersOf(clips: readonly Pick<Clip, "speaker">[]): string[] {
  return [...new Set(clips.map(({ speaker }) => speaker))]
    .sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
}
