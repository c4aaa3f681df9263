/**
 * A recording as platforms send it that send audio as binary messages.
 *
 * @module
 */
import { interleave } from "../../src/audio/interleaved.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import {
  bytesPerSample,
  type SampleEncoding,
} from "../../src/audio/sample_encoding.ts";
import type { Audio } from "../../src/audio/wav.ts";
import { resampled } from "../../src/training/whole_signal.ts";
import { oncePerRecording } from "./once_per_recording.ts";
import type { TimedMessage } from "./speak.ts";

/** Which voices the channels of a platform carry. */
const MIXES = {
  /** The customer alone. */
  mono: ([customer]) => [customer!],
  /** Everybody in one channel. */
  mixed: ([first, ...others]) => [
    first!.map((sample, i) =>
      others.reduce((sum, voice) => sum + voice[i]!, sample)
    ),
  ],
  /** The customer left, the agent right; no agent is silence. */
  stereo: ([customer, agent]) => [
    customer!,
    agent ?? new Float32Array(customer!.length),
  ],
  /** The customer left and right. */
  doubled: ([customer]) => [customer!, customer!],
} as const satisfies Record<
  string,
  (voices: readonly Float32Array[]) => readonly Float32Array[]
>;

/** Which voices the channels of a platform carry. */
export type Mix = keyof typeof MIXES;

/** How a platform sends audio. */
export interface BinaryManner {
  readonly encoding: SampleEncoding;
  readonly sampleRateHz: number;
  readonly mix: Mix;
  /** Audio in one message; the last one is filled up with silence. */
  readonly messageMs: number;
}

/** The messages of a call, each due when its audio has been spoken; all calls of a recording share them. */
export const binaryMessages = oncePerRecording(cutMessages);

function cutMessages(
  { channels, sampleRateHz: recordedHz }: Audio,
  { encoding, sampleRateHz, mix, messageMs }: BinaryManner,
): readonly TimedMessage[] {
  const voices = MIXES[mix](channels).map((voice) =>
    recordedHz === sampleRateHz
      ? voice
      : resampled(voice, recordedHz, sampleRateHz)
  );
  const messageSamples = Math.round(messageMs * sampleRateHz / 1000);
  const count = Math.ceil(voices[0]!.length / messageSamples);
  const padded = voices.map((voice) => {
    const whole = new Float32Array(count * messageSamples);
    whole.set(voice);
    return whole;
  });
  const bytes = encodeSamples(encoding, interleave(padded));
  const messageBytes = bytesPerSample(encoding) * voices.length *
    messageSamples;
  return Array.from({ length: count }, (_, i) => ({
    atMs: (i + 1) * messageMs,
    message: bytes.slice(i * messageBytes, (i + 1) * messageBytes),
  }));
}
