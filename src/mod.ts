/**
 * Undertone as a library: load a model, hand it a recording.
 *
 * @example How a recording sounds
 * ```ts
 * import { classifyAudio, decodeWav, encodeWav, loadModel } from "./mod.ts";
 *
 * const model = await loadModel(new URL("../models/default/", import.meta.url));
 * const hum = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i / 20) / 2);
 * const recording = decodeWav(encodeWav({ sampleRateHz: 16_000, channels: [hum] }));
 *
 * const { predictions } = await classifyAudio(model, recording);
 * console.log(predictions.map(({ endMs, state, label }) => [endMs, state, label]));
 * model.dispose();
 * ```
 *
 * @module
 */
export { FEATURES, type FeatureSpec } from "./audio/feature_spec.ts";
export { type Audio, decodeWav, encodeWav } from "./audio/wav.ts";
export { loadModel, type Model } from "./model/load.ts";
export { ModelMismatchError } from "./model/model_mismatch_error.ts";
export type {
  ChannelSummary,
  Prediction,
  PredictionState,
  Role,
} from "./protocol/native/messages.ts";
export { ProtocolError } from "./protocol/protocol_error.ts";
export {
  type Classification,
  classifyAudio,
} from "./session/classify_audio.ts";
