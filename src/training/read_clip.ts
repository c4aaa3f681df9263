/**
 * Reads the samples of a recording for training.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { type Audio, decodeWav } from "../audio/wav.ts";
import { mixedDown, resampled } from "./whole_signal.ts";

/**
 * The samples of a WAV file, channels mixed down, at 16 kHz.
 *
 * @throws {SyntaxError} If it is not a WAV file that can be decoded.
 */
export async function readClip(path: string): Promise<Float32Array> {
  return clipSamples(decodeWav(await Deno.readFile(path)));
}

/** The samples of a recording, channels mixed down, at 16 kHz. */
export function clipSamples({ channels, sampleRateHz }: Audio): Float32Array {
  return resampled(mixedDown(channels), sampleRateHz, FEATURES.sampleRateHz);
}
