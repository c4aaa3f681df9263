import { formatDuration } from "../../../protocol/audiohook/duration.ts";
import type {
  Entity,
  MediaChannel,
} from "../../../protocol/audiohook/messages.ts";
import type { Prediction } from "../../../protocol/native/messages.ts";

/**
 * A prediction as an entity of an `event`: what it says natively, with AudioHook's
 * names and times where that has some. Genesys itself passes over the type; who
 * reads events of an integration finds it there.
 */
export function emotionEntity(
  prediction: Prediction,
  channels: readonly MediaChannel[],
): Entity {
  const { type: _, channel, startMs, endMs, ...rest } = prediction;
  return {
    type: "emotion",
    data: {
      channel: channels[channel],
      offset: formatDuration(startMs),
      duration: formatDuration(endMs - startMs),
      ...rest,
    },
  };
}
