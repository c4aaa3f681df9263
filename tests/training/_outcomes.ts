/** Outcomes made by the tests themselves. */
import { argMax } from "../../src/training/scores.ts";
import type { Clip } from "../../src/training/clip.ts";
import type { Outcome, ShownWindow } from "../../src/training/outcomes.ts";
import { makeCorpus } from "./_corpus.ts";

type Parts = Partial<Omit<Outcome, "clip">> & {
  readonly speaker?: string;
  readonly ravdess?: Pick<NonNullable<Clip["ravdess"]>, "sex" | "intensity">;
};

/**
 * What was heard in a clip: by default of speaker 1, of label 0, nothing, in one
 * window with the posterior of the whole; windows as they follow each other.
 */
export function makeOutcome(parts: Parts): Outcome {
  const { speaker = "1", label = 0, utterance = null, ravdess } = parts;
  const { clips: [clip] } = makeCorpus([{ speaker }]);
  const windows = parts.windows ?? [utterance];
  return {
    clip: {
      ...clip!,
      ...(ravdess && { ravdess: { ...NAME, ...ravdess } }),
    },
    label,
    utterance,
    windows,
    shown: parts.shown ?? windows.map(toShown),
    speech: parts.speech ?? { startMs: 1_000, endMs: 2_500 },
  };
}

/** A window of that number, with the likeliest label. */
function toShown(
  posterior: Outcome["windows"][number],
  index: number,
): ShownWindow {
  const endMs = 1_000 + 480 * index;
  return {
    startMs: Math.max(0, endMs - 3_000),
    endMs,
    label: posterior && argMax(posterior),
    uncertain: false,
  };
}

const NAME: NonNullable<Clip["ravdess"]> = {
  modality: "audio-only",
  vocalChannel: "speech",
  emotion: "calm",
  intensity: "normal",
  statement: "Kids are talking by the door",
  repetition: 1,
  actor: 1,
  sex: "male",
};
