/** Predictions, as a server would send them. */
import type { Prediction } from "../../src/protocol/native/messages.ts";

export const LABELS = ["calm", "happy", "angry"];

/** A prediction of speech, the first label the likeliest. */
export function prediction(
  index: number,
  fields: Partial<Prediction> = {},
): Prediction {
  return {
    type: "prediction",
    channel: 0,
    role: "customer",
    index,
    startMs: Math.max(0, 480 * index - 1_500),
    endMs: 480 * (index + 1),
    state: "speech",
    label: "calm",
    confidence: 0.5,
    posterior: { calm: 0.5, happy: 0.25, angry: 0.25 },
    skipped: 0,
    bufferedMs: 0,
    ...fields,
  };
}

/** A prediction of silence. */
export function silence(index: number): Prediction {
  return prediction(index, {
    state: "no_speech",
    label: null,
    confidence: null,
    posterior: null,
  });
}
