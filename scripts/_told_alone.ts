/**
 * What a server says of audio when nothing goes wrong, to compare with.
 *
 * @module
 */
import { type Audio, encodeWav } from "../src/audio/wav.ts";
import type { Prediction } from "../src/protocol/native/messages.ts";

/** What a server says of a recording that is posted to it. */
export async function toldAlone(
  origin: string,
  recording: Audio,
): Promise<Prediction[]> {
  const response = await fetch(`${origin}/v1/classify`, {
    method: "POST",
    body: encodeWav(recording),
  });
  return (await response.json()).predictions;
}

/** How what was told differs: in number, and where it does first. */
export function differences(
  told: readonly Prediction[],
  alone: readonly Prediction[],
): string[] {
  const found = told.length === alone.length
    ? []
    : [`was told ${told.length} windows where there are ${alone.length}`];
  const i = told.findIndex((one, i) => line(one) !== line(alone[i]));
  if (i >= 0) {
    found.push(`was told ${line(told[i])} where it is ${line(alone[i])}`);
  }
  return found;
}

function line(prediction: Prediction | undefined): string {
  if (prediction === undefined) return "nothing";
  const { index, startMs, endMs, state, label, skipped } = prediction;
  return `window ${index}, ${startMs} to ${endMs} ms, ${state}, ${label}, ${skipped} skipped`;
}
