/** Two sounds that a network learns in seconds, and a model that has. */
import type { Audio } from "../../src/audio/wav.ts";
import {
  createModel,
  type LabelledRecording,
  type ParallelModel,
  preprocessData,
  trainModel,
} from "../../src/mod.ts";
import { speechLike } from "../session/_signals.ts";

/** Calm is low and even; angry is high, loud and rough. */
export function sound(label: "calm" | "angry", seed: number): Audio {
  const isCalm = label === "calm";
  const voice = speechLike(2, 16_000, { pitchHz: isCalm ? 90 : 260, seed });
  const loudness = isCalm ? 0.3 : 3;
  return {
    sampleRateHz: 16_000,
    channels: [voice.map((x) => Math.tanh(loudness * x))],
  };
}

/** Some of each, each by a speaker of its own. */
export function recordings(count: number, firstSeed: number) {
  return Array.from({ length: 2 * count }, (_, i): LabelledRecording => {
    const label = i % 2 ? "angry" : "calm";
    const seed = firstSeed + i;
    return { recording: sound(label, seed), label, speaker: `s${seed}` };
  });
}

export const FAST = { speeds: [1] };

export const KNOBS = {
  epochs: 3,
  batchSize: 8,
  cropFrames: [50],
  learningRate: 5e-3,
};

/** A model that was trained on them. */
export async function trainedModel(): Promise<ParallelModel> {
  const model = createModel({ numEmotions: 2, name: "two sounds" });
  await trainModel(
    model,
    await preprocessData(recordings(8, 100), FAST),
    await preprocessData(recordings(2, 500), FAST),
    { knobs: KNOBS },
  );
  return model;
}
