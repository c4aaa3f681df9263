/**
 * A caller who speaks on whatever happens, and remembers what it was told.
 *
 * @module
 */
import { openStream, type Prediction } from "../../src/client/mod.ts";
import { clockPace, systemClock } from "../_pace.ts";
import { differences } from "../_told_alone.ts";

/** What is said. */
export interface Speech {
  /** 16-bit samples at {@linkcode Speech.sampleRateHz}. */
  readonly bytes: Uint8Array<ArrayBuffer>;
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
  { bytes, sampleRateHz }: Speech,
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
    const chunkBytes = 2 * sampleRateHz * CHUNK_MS / 1000;
    const pace = clockPace(1, systemClock);
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      await pace(at / chunkBytes * CHUNK_MS);
      await stream.send(bytes.subarray(at, at + chunkBytes));
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
  const found = differences(predictions, alone);
  if (fault !== undefined) found.unshift(`ended: ${fault}`);
  return found.map((complaint) => `${callId} ${complaint}`);
}
