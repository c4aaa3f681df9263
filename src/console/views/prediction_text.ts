/**
 * A prediction in words.
 *
 * @module
 */
import type { Prediction } from "../../protocol/native/messages.ts";

/** What is to be read of a prediction. */
export interface PredictionWords {
  /** `angry`, `sad?` or `no speech`. */
  readonly label: string;
  /** What the label is worth. */
  readonly standing: string;
}

/** A prediction in words; without one, nothing has been heard yet. */
export function predictionWords(
  prediction: Prediction | undefined,
): PredictionWords {
  if (!prediction) return { label: "—", standing: "nothing heard yet" };
  switch (prediction.state) {
    case "no_speech":
      return { label: "no speech", standing: "silence or noise" };
    case "uncertain":
      return { label: `${prediction.label}?`, standing: "uncertain: a guess" };
    case "speech":
      return { label: prediction.label ?? "—", standing: "sounds like" };
  }
  return prediction.state satisfies never;
}

/** The same, said aloud. */
export function spokenPrediction({ role, state, label }: Prediction): string {
  switch (state) {
    case "no_speech":
      return `${role}: no speech`;
    case "uncertain":
      return `${role}: uncertain, perhaps ${label}`;
    case "speech":
      return `${role}: ${label}`;
  }
  return state satisfies never;
}
