/**
 * A caller who speaks on whatever happens, and remembers what it was told.
 *
 * @module
 */
import { openStream, type Prediction } from "../../src/client/mod.ts";
import { clockPace, systemClock } from "../_pace.ts";

/** What is said. */
export interface Speech {
  /** 16-bit samples at {@linkcode Speech.sampleRateHz}. */
  readonly samples: Int16Array<ArrayBuffer>;
  readonly sampleRateHz: number;
}

/** How a call went, as its caller saw it. */
export interface CallerEnd {
  readonly callId: string;
  readonly predictions: readonly Prediction[];
  /** How often the connection was lost. */
  readonly losses: number;
  /** What ended the call before its time, if something did. */
  readonly fault?: string;
}

const CHUNK_MS = 20;

/** Calls, says everything at the pace of speech, and hangs up. */
export async function call(
  url: string,
  callId: string,
  { samples, sampleRateHz }: Speech,
): Promise<CallerEnd> {
  const predictions: Prediction[] = [];
  let losses = 0;
  try {
    const stream = await openStream(url, {
      callId,
      sampleRateHz,
      onPrediction: (prediction) => predictions.push(prediction),
      onState: (state) => losses += state === "reconnecting" ? 1 : 0,
    });
    const chunk = sampleRateHz * CHUNK_MS / 1000;
    const pace = clockPace(1, systemClock);
    for (let at = 0; at < samples.length; at += chunk) {
      await pace(1000 * at / sampleRateHz);
      await stream.send(samples.subarray(at, at + chunk));
    }
    await stream.close();
    return { callId, predictions, losses };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { callId, predictions, losses, fault };
  }
}

/** What a call was told that differs from what the same audio is told alone, a line each. */
export function complaints(
  { callId, predictions, fault }: CallerEnd,
  alone: readonly Prediction[],
): string[] {
  const found = fault === undefined ? [] : [`${callId} ended: ${fault}`];
  if (predictions.length !== alone.length) {
    found.push(
      `${callId} heard of ${predictions.length} windows where there are ${alone.length}`,
    );
  }
  const i = predictions.findIndex((told, i) => !isSame(told, alone[i]));
  if (i >= 0) {
    found.push(
      `${callId} was told ${line(predictions[i])} where it is ${
        line(alone[i])
      }`,
    );
  }
  return found;
}

function isSame(told: Prediction, due: Prediction | undefined): boolean {
  return line(told) === line(due);
}

function line(prediction: Prediction | undefined): string {
  if (prediction === undefined) return "nothing";
  const { index, startMs, endMs, state, label } = prediction;
  return `window ${index}, ${startMs} to ${endMs} ms, ${state}, ${label}`;
}
