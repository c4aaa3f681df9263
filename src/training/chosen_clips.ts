/**
 * Picks the clips of a corpus that a model is measured on.
 *
 * @module
 */
import type { Clip } from "./clip.ts";

/**
 * The clips of some speakers, or of all.
 *
 * @throws {RangeError} If a speaker has no clip.
 */
export function clipsOfSpeakers(
  clips: readonly Clip[],
  speakers: readonly string[] | undefined,
): readonly Clip[] {
  if (!speakers) return clips;
  const bySpeaker = Map.groupBy(clips, ({ speaker }) => speaker);
  return speakers.flatMap((speaker) => {
    const own = bySpeaker.get(speaker);
    if (own) return own;
    throw new RangeError(
      `Cannot take the clips of a speaker as it must be one of ${
        [...bySpeaker.keys()].join(", ")
      }: current value is "${speaker}"`,
    );
  });
}

/**
 * The speakers of some clips that a model has trained on: measured on these it
 * flatters itself.
 *
 * @param training What the model's card says of its training.
 */
export function speakersTrainedOn(
  training: Readonly<Record<string, unknown>>,
  clips: readonly Clip[],
): string[] {
  const trained = new Set(speakersIn(training["train"]));
  const speakers = new Set(clips.map(({ speaker }) => speaker));
  return [...speakers].filter((speaker) => trained.has(speaker));
}

/** Cards are written for people: one without the list is no error. */
function speakersIn(side: unknown): unknown[] {
  const hasList = typeof side === "object" && side !== null &&
    "speakers" in side && Array.isArray(side.speakers);
  return hasList ? side.speakers as unknown[] : [];
}
