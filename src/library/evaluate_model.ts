/**
 * Measures a model through the code that serves: what is measured is what a
 * client gets.
 *
 * @module
 */
import { evaluate, type Evaluation } from "../training/evaluation.ts";
import {
  checkLabelsKnown,
  hearClip,
  type Outcome,
} from "../training/outcomes.ts";
import { type AnyModel, runningModel } from "./parallel_model.ts";
import type { EmotionData } from "./preprocess_data.ts";

/**
 * Streams every recording of some data to a model, and tells how it did: accuracy,
 * recalls, confusion, calibration and more.
 *
 * @throws {RangeError} If a label is not one of the model's.
 *
 * @example The model that ships, on a hum that it cannot be sure of
 * ```ts
 * import { evaluateModel, loadModel, preprocessData } from "../mod.ts";
 *
 * const model = await loadModel(new URL("../../models/default/", import.meta.url));
 * const hum = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i / 20) / 2);
 * const testData = await preprocessData([
 *   { recording: { sampleRateHz: 16_000, channels: [hum] }, label: "calm" },
 * ], { speeds: [1] });
 *
 * const { utterance, perClassRecall } = await evaluateModel(model, testData);
 * console.log(utterance.uar, perClassRecall.calm);
 * model.dispose();
 * ```
 */
export async function evaluateModel(
  model: AnyModel,
  testData: EmotionData,
): Promise<Evaluation> {
  const running = runningModel(model);
  const clips = testData.clips.map(({ clip }) => clip);
  checkLabelsKnown(clips, running.labels);
  const outcomes: Outcome[] = [];
  for (const { clip, samples } of testData.clips) {
    outcomes.push(await hearClip(running, clip, samples, "clean"));
  }
  return evaluate(outcomes, running.labels, running.card.temperature);
}
