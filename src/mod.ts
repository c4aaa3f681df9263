/**
 * Undertone as a library: train a model, measure it, load it, hand it a recording
 * or a call. A program that talks to a server needs `./client` instead.
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
export type { Samples } from "./client/sample_bytes.ts";
export { classify } from "./library/classify.ts";
export { evaluateModel } from "./library/evaluate_model.ts";
export {
  createStream,
  LocalStream,
  type LocalStreamOptions,
} from "./library/local_stream.ts";
export {
  type AnyModel,
  createModel,
  ParallelModel,
  type ParallelModelOptions,
} from "./library/parallel_model.ts";
export {
  type EmotionData,
  type LabelledRecording,
  type PreparedClip,
  preprocessData,
  type PreprocessOptions,
} from "./library/preprocess_data.ts";
export {
  type TrainKnobs,
  trainModel,
  type TrainOptions,
} from "./library/train_model.ts";
export { loadModel, type LoadOptions, type Model } from "./model/load.ts";
export { ModelMismatchError } from "./model/model_mismatch_error.ts";
export type {
  AudioEncoding,
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
export type { SessionReport } from "./session/session_deps.ts";
export type { Evaluation } from "./training/evaluation.ts";
export type { EpochRecord } from "./training/training_run.ts";
