/**
 * What a model hears in a recording.
 *
 * @module
 */
import type { Audio } from "../audio/wav.ts";
import type { Role } from "../protocol/native/messages.ts";
import {
  type Classification,
  classifyAudio,
} from "../session/classify_audio.ts";
import { type AnyModel, runningModel } from "./parallel_model.ts";

/**
 * Classifies a recording: what a client gets that streams it and closes.
 *
 * @param roles Role of each channel; one channel is the customer, of two the
 * second is the agent, unless they are given.
 * @throws {ProtocolError} If a client could not stream it either: its rate, the
 * number of its channels or their roles, a sample that is no amplitude.
 *
 * @example Usage
 * ```ts
 * import { classify, loadModel } from "../mod.ts";
 *
 * const model = await loadModel(new URL("../../models/default/", import.meta.url));
 * const hum = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i / 20) / 2);
 * const { predictions, summary } = await classify(model, {
 *   sampleRateHz: 16_000,
 *   channels: [hum],
 * });
 * console.log(predictions.length, summary[0]?.label);
 * model.dispose();
 * ```
 */
export function classify(
  model: AnyModel,
  recording: Audio,
  roles?: readonly Role[],
): Promise<Classification> {
  return classifyAudio(runningModel(model), recording, roles);
}
