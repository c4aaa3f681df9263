/**
 * From labelled recordings to what a model is trained and measured on.
 *
 * @module
 */
import type { Audio } from "../audio/wav.ts";
import { sha256Hex } from "../model/sha256.ts";
import type { Clip, Refusal } from "../training/clip.ts";
import { clipVariants } from "../training/clip_features.ts";
import { KNOBS } from "../training/knobs.ts";
import { clipSamples } from "../training/read_clip.ts";
import type { FeatureVariant } from "../training/training_clip.ts";

/** One recording, and how whoever speaks in it sounds. */
export interface LabelledRecording {
  /** 8 to 48 kHz; channels are mixed down. */
  readonly recording: Audio;
  readonly label: string;
  /**
   * Whose voice it is: nobody may be in the training and in the validation data.
   * Without a name each recording counts as a speaker of its own.
   */
  readonly speaker?: string | undefined;
}

/** How recordings are prepared. */
export interface PreprocessOptions {
  /**
   * How fast each is heard in training, 1 among them: more is slower and better.
   *
   * @default {[1, 1.05, 1 / 1.05, 1.1, 1 / 1.1]}
   */
  readonly speeds?: readonly number[] | undefined;
}

/** A recording as training and evaluation have it. */
export interface PreparedClip {
  readonly clip: Clip;
  /** At 16 kHz. */
  readonly samples: Float32Array;
  /** Log-Mel at each speed, straight and through a telephone. */
  readonly features: readonly FeatureVariant[];
}

/** Some recordings, prepared. */
export interface EmotionData {
  /** Every label that occurs, in alphabetical order. */
  readonly labels: readonly string[];
  readonly speeds: readonly number[];
  readonly clips: readonly PreparedClip[];
  /** Recordings that cannot be used, and why; their path is their number. */
  readonly refused: readonly Refusal[];
}

/**
 * Computes the features of labelled recordings.
 *
 * It holds them in memory, about half a megabyte for each second at all speeds; a
 * corpus of files is better trained on with `deno task train`.
 *
 * @throws {RangeError} If no recording can be used.
 *
 * @example Usage
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { preprocessData } from "../mod.ts";
 *
 * const hum = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i / 20) / 2);
 * const data = await preprocessData([
 *   { recording: { sampleRateHz: 16_000, channels: [hum] }, label: "calm" },
 *   { recording: { sampleRateHz: 16_000, channels: [hum.map((x) => x ** 3)] }, label: "angry" },
 * ], { speeds: [1] });
 * deepStrictEqual(data.labels, ["angry", "calm"]);
 * deepStrictEqual(data.clips.length, 2);
 * ```
 */
export async function preprocessData(
  recordings: Iterable<LabelledRecording>,
  { speeds = KNOBS.speeds }: PreprocessOptions = {},
): Promise<EmotionData> {
  const clips: PreparedClip[] = [];
  const refused: Refusal[] = [];
  let number = 0;
  for (const recording of recordings) {
    const path = `recording ${number++}`;
    try {
      clips.push(await prepare(recording, path, speeds));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused.push({ path, reason: error.message });
    }
  }
  if (clips.length === 0) throw noneLeft(refused);
  const labels = [...new Set(clips.map(({ clip }) => clip.label))].sort();
  return { labels, speeds, clips, refused };
}

async function prepare(
  { recording, label, speaker }: LabelledRecording,
  path: string,
  speeds: readonly number[],
): Promise<PreparedClip> {
  const samples = clipSamples(recording);
  const sha256 = await sha256Hex(new Uint8Array(samples.slice().buffer));
  return {
    clip: { path, label, sha256, speaker: speaker ?? sha256.slice(0, 12) },
    samples,
    features: clipVariants(samples, undefined, speeds),
  };
}

function noneLeft([first]: readonly Refusal[]): RangeError {
  return new RangeError(
    `Cannot prepare recordings as one must be usable: ${
      first ? `the first is not: ${first.reason}` : "there is none"
    }`,
  );
}
