/**
 * How well a model judges clips, each by one window: the last three seconds
 * once its speech is over. This is for the eye during training; what a client
 * gets is measured by evaluating the streaming path.
 *
 * @module
 */
import { encoderShape } from "../model/network_spec.ts";
import type { Engine, EngineCard } from "../model/engine.ts";
import { clipRows } from "./clip_rows.ts";
import { type TrainingClip, variantOf } from "./training_clip.ts";

/** A tenth of a second after the last word, as in the recipe's trials. */
const AFTER_SPEECH_FRAMES = 10;

/** Embeddings of a window of 3 s. */
export const WINDOW_EMBEDDINGS = 35;

/** What a clip's window was and what the model made of it. */
export interface Judgement {
  readonly label: number;
  /** `[labels]`, before temperature. */
  readonly logits: Float32Array;
}

/** The model's logits for every clip, straight and at its own speed. */
export function judgeClips(
  engine: Engine,
  { network }: Pick<EngineCard, "network">,
  clips: readonly TrainingClip[],
  powerFloor: number,
): Judgement[] {
  const { blockRows, strideRows } = encoderShape(network);
  const windowRows = blockRows + (WINDOW_EMBEDDINGS - 1) * strideRows;
  return clips.map((clip) => {
    const variant = variantOf(clip, 1, false);
    const end = variant.region.end + AFTER_SPEECH_FRAMES;
    const span = { start: end - windowRows, end };
    const rows = clipRows(variant, powerFloor, span);
    return { label: clip.label, logits: engine.logitsOf(rows) };
  });
}
