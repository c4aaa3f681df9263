/**
 * Brings a corpus' clips and their features together.
 *
 * @module
 */
import { type Clip, isSong, type Refusal } from "./clip.ts";
import type { FeatureCache } from "./feature_cache.ts";
import type { TrainingClip } from "./training_clip.ts";

/** Clips with features, and those whose file gave none. */
export interface TrainingClips {
  readonly clips: readonly TrainingClip[];
  readonly refused: readonly Refusal[];
}

/**
 * Reads the features of clips, computing what the cache lacks.
 *
 * @param labels The corpus' labels; a clip's label becomes its place among them.
 * @param onClip Is called after every clip, for a progress bar.
 */
export async function readTrainingClips(
  clips: readonly Clip[],
  labels: readonly string[],
  cache: FeatureCache,
  onClip: () => void = () => {},
): Promise<TrainingClips> {
  const read: TrainingClip[] = [];
  const refused: Refusal[] = [];
  for (const clip of clips) {
    try {
      read.push({
        label: labels.indexOf(clip.label),
        speaker: clip.speaker,
        isSong: isSong(clip),
        variants: await cache.variants(clip),
      });
    } catch (error) {
      if (!isClipFault(error)) throw error;
      refused.push({ path: clip.path, reason: error.message });
    }
    onClip();
  }
  return { clips: read, refused };
}

/** The clip is at fault; a full disk or a bug is not its fault. */
function isClipFault(error: unknown): error is Error {
  return error instanceof SyntaxError || error instanceof RangeError;
}
